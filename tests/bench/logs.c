/*
 * logs LINES DAYS FIRST-DAY [log|content [SEED]]: made-up lines of logs or contents, about 210
 * bytes each, spread evenly over the days, in the order of their time, the same ones for the
 * same arguments.
 *
 * Accounts are of three sorts, as on a platform: of the lines of a day a tenth is of accounts
 * with about 1,000 of them (b000001 ...), six tenths of such with about 10 (m000001 ...), the
 * rest of such with about 1 (s000001 ...).  How many there are of each follows from the lines
 * of a day.  Of content, line N is what line N of the log published, when it published
 * something.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "when.h"

#define PICK(a, r) ((a)[(r) % (sizeof (a) / sizeof (a)[0])])

static const char *const action[] = { "publish", "login", "edit", "comment", "publish",
	"like", "view", "logout" };
static const char *const device[] = { "android", "ios", "windows", "harmony" };
static const char *const word[] = {
	"晨光", "江畔", "城西", "读书", "夜跑", "骑行", "雨季", "阳台",
	"二手", "电脑", "旧书", "市集", "体检", "社区", "助餐", "老片",
	"合唱", "番茄", "路由", "充电", "押金", "工资", "公园", "步道",
	"地铁", "血压", "账本", "日记", "单词", "搬家", "清单", "衣柜"
};

static uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

/* Whose line it is: sort, and which of them. */
static char
owner(uint64_t r, uint64_t day, uint64_t *which)
{
	unsigned tenth = (unsigned)(r % 10);
	uint64_t each = tenth == 0 ? 1000 : tenth < 7 ? 10 : 1;
	uint64_t lines = day * (tenth == 0 ? 1 : tenth < 7 ? 6 : 3) / 10;

	*which = 1 + mix(r) % (lines < each ? 1 : lines / each);
	return tenth == 0 ? 'b' : tenth < 7 ? 'm' : 's';
}

static void
print_log(uint64_t i, uint64_t r, const char *account, const char *what, const char *time)
{
	uint64_t content = strcmp(what, "publish") == 0 ? i : mix(r ^ 2) % (i + 1);

	printf("{\"id\":\"lg%010" PRIu64 "\",\"account\":\"%s\",\"action\":\"%s\","
	    "\"content\":\"c%010" PRIu64 "\",\"time\":\"%s\",\"title\":\"%s%s\","
	    "\"ip\":\"203.0.113.%u\",\"port\":%u,\"device\":\"%s\",\"session\":\"%08x\"}\n",
	    i, account, what, content, time, PICK(word, content), PICK(word, content >> 5),
	    (unsigned)(mix(content) % 250),
	    20000 + (unsigned)(r >> 40) % 40000, PICK(device, r >> 8), (unsigned)(r >> 16));
}

static void
print_content(uint64_t i, uint64_t r, const char *account, const char *time)
{
	unsigned k, words = 8 + (unsigned)(r >> 50) % 10;

	printf("{\"account\":\"%s\",\"content\":\"c%010" PRIu64 "\",\"time\":\"%s\","
	    "\"kind\":\"article\",\"title\":\"%s%s\",\"text\":\"", account, i, time,
	    PICK(word, i), PICK(word, i >> 5));
	for (k = 0; k < words; k++)
		fputs(PICK(word, r = mix(r)), stdout);
	puts("\"}");
}

int
main(int argc, char **argv)
{
	uint64_t lines = argc > 1 ? strtoull(argv[1], NULL, 10) : 0, i, r, which = 0;
	uint64_t days = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	uint64_t seed = argc > 5 ? strtoull(argv[5], NULL, 10) : 1;
	const char *first = argc > 3 ? argv[3] : "", *what;
	bool content = argc > 4 && strcmp(argv[4], "content") == 0;
	static char room[1 << 20];
	char time[WHEN_TEXT], account[24], sort;
	int day;

	if (lines == 0 || days == 0 || !when_read_day(first, strlen(first), &day)) {
		fputs("usage: logs LINES DAYS FIRST-DAY [log|content [SEED]]\n", stderr);
		return 2;
	}
	setvbuf(stdout, room, _IOFBF, sizeof room);
	for (i = 0; i < lines; i++) {
		r = mix(seed << 40 ^ i);
		what = PICK(action, r >> 32);
		sort = owner(r, lines / days, &which);
		snprintf(account, sizeof account, "%c%06" PRIu64, sort, which);
		when_text(when_start(day) + (int64_t)((double)i / (double)lines *
		    (double)days * 86400), time);
		if (!content)
			print_log(i, r, account, what, time);
		else if (strcmp(what, "publish") == 0)
			print_content(i, r, account, time);
	}
	return fflush(stdout) != 0;
}
