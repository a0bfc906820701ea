/*
 * logs: made-up lines of logs or contents, about 200 bytes each, in the order of their time,
 * the same ones for the same options.
 *
 * usage: logs [-n LINES] [-d DAYS] [-f FIRST-DAY] [-a ACCOUNTS] [-s SEED] [-c log|content]
 *
 * Lines are spread evenly over the days.  Of content, line N is what line N of the log with
 * the same options published, when that one did.  -a 0: accounts of three sorts, as on a
 * platform: of the lines of a day a tenth is of accounts with about 1,000 of them (b000001
 * ...), six tenths of such with about 10 (m000001 ...), the rest of such with about 1.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "when.h"

#define N(a) (sizeof (a) / sizeof (a)[0])
#define PICK(a, r) ((a)[(r) % N(a)])

static const char *const action[] = { "publish", "login", "edit", "comment", "publish",
	"like", "view", "logout" };
static const char *const device[] = { "android", "ios", "windows", "harmony" };
static const char *const word[] = {
	"晨光", "江畔", "城西", "读书", "夜跑", "骑行", "雨季",
	"阳台", "二手", "电脑", "旧书", "市集", "体检", "社区",
	"助餐", "老片", "合唱", "番茄", "路由", "充电", "押金",
	"工资", "公园", "步道", "地铁", "血压", "账本", "日记",
	"单词", "搬家", "清单", "衣柜"
};

static uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static uint64_t
number(const char *s)
{
	char *end;
	unsigned long long n = strtoull(s, &end, 10);

	if (*s < '0' || *s > '9' || *end != '\0') {
		fprintf(stderr, "logs: not a number: %s\n", s);
		exit(2);
	}
	return n;
}

/* Whose line it is. */
static void
owner(uint64_t r, uint64_t accounts, uint64_t day, char *name, size_t room)
{
	unsigned tenth = (unsigned)(r % 10);
	uint64_t each = tenth == 0 ? 1000 : tenth < 7 ? 10 : 1;
	uint64_t lines = day * (tenth == 0 ? 1 : tenth < 7 ? 6 : 3) / 10;
	char sort = tenth == 0 ? 'b' : tenth < 7 ? 'm' : 's';

	if (accounts > 0)
		snprintf(name, room, "a%08" PRIu64, 1 + mix(r) % accounts);
	else
		snprintf(name, room, "%c%06" PRIu64, sort,
		    1 + mix(r) % (lines < each ? 1 : lines / each));
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
	for (k = 0; k < words; k++) {
		r = mix(r);
		fputs(PICK(word, r), stdout);
	}
	puts("\"}");
}

int
main(int argc, char **argv)
{
	uint64_t lines = 1000, days = 1, accounts = 1000, seed = 1, i, r;
	const char *class = "log", *first = "2026-11-23", *what;
	static char room[1 << 20];
	char time[WHEN_TEXT], account[24];
	int c, day;

	while ((c = getopt(argc, argv, "n:d:f:a:s:c:")) != -1)
		switch (c) {
		case 'n': lines = number(optarg); break;
		case 'd': days = number(optarg); break;
		case 'f': first = optarg; break;
		case 'a': accounts = number(optarg); break;
		case 's': seed = number(optarg); break;
		case 'c': class = optarg; break;
		default: return 2;
		}
	if (optind != argc || days == 0 || days > 100000 ||
	    !when_read_day(first, strlen(first), &day) ||
	    (strcmp(class, "log") != 0 && strcmp(class, "content") != 0)) {
		fputs("usage: logs [-n LINES] [-d DAYS] [-f FIRST-DAY] [-a ACCOUNTS] "
		    "[-s SEED] [-c log|content]\n", stderr);
		return 2;
	}
	setvbuf(stdout, room, _IOFBF, sizeof room);
	for (i = 0; i < lines; i++) {
		r = mix(seed << 40 ^ i);
		what = PICK(action, r >> 32);
		owner(r, accounts, lines / days, account, sizeof account);
		when_text(when_start(day) + (int64_t)((double)i / (double)lines *
		    (double)days * 86400), time);
		if (strcmp(class, "log") == 0)
			print_log(i, r, account, what, time);
		else if (strcmp(what, "publish") == 0)
			print_content(i, r, account, time);
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("logs: cannot write standard output\n", stderr);
		return 1;
	}
	return 0;
}
