/*
 * logs: made-up lines of logs or contents, about 200 bytes each, in the order of their time,
 * the same ones for the same options.
 *
 * usage: logs [-n LINES] [-d DAYS] [-f FIRST-DAY] [-a ACCOUNTS] [-s SEED] [-c log|content]
 *
 * Lines are spread evenly over the days.  Of content, line N is what line N of the log with
 * the same options published, when that one did.
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
static const char *const device[] = { "Android 15; V2404A", "iOS 18.1; iPhone16,2",
	"Windows 11; Chrome 130.0", "HarmonyOS 5.0; ALN-AL00" };
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

static void
print_log(uint64_t i, uint64_t r, uint64_t account, const char *what, const char *time)
{
	printf("{\"id\":\"lg%010" PRIu64 "\",\"account\":\"a%08" PRIu64 "\",\"action\":\"%s\","
	    "\"content\":\"c%010" PRIu64 "\",\"time\":\"%s\",\"ip\":\"203.0.113.%u\","
	    "\"port\":%u,\"device\":\"%s\",\"session\":\"%08x\"}\n", i + 1, account, what,
	    strcmp(what, "publish") == 0 ? i + 1 : 1 + mix(r) % (i + 1), time,
	    1 + (unsigned)(account * 7 % 250), 20000 + (unsigned)(r >> 40) % 40000,
	    PICK(device, account), (unsigned)(r >> 16));
}

static void
print_content(uint64_t i, uint64_t r, uint64_t account, const char *time)
{
	unsigned k, words = 12 + (unsigned)(r >> 50) % 10;

	printf("{\"account\":\"a%08" PRIu64 "\",\"content\":\"c%010" PRIu64 "\","
	    "\"time\":\"%s\",\"kind\":\"article\",\"title\":\"%s%s\",\"text\":\"",
	    account, i + 1, time, PICK(word, r >> 8), PICK(word, r >> 24));
	for (k = 0; k < words; k++) {
		r = mix(r);
		fputs(PICK(word, r), stdout);
	}
	puts("\"}");
}

int
main(int argc, char **argv)
{
	uint64_t lines = 1000, days = 1, accounts = 1000, seed = 1, i, r, account;
	const char *class = "log", *first = "2026-11-23", *what;
	char time[WHEN_TEXT];
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
	if (optind != argc || days == 0 || days > 100000 || accounts == 0 ||
	    !when_read_day(first, strlen(first), &day) ||
	    (strcmp(class, "log") != 0 && strcmp(class, "content") != 0)) {
		fputs("usage: logs [-n LINES] [-d DAYS] [-f FIRST-DAY] [-a ACCOUNTS] "
		    "[-s SEED] [-c log|content]\n", stderr);
		return 2;
	}
	for (i = 0; i < lines; i++) {
		r = mix(seed * UINT64_C(1000003) + i);
		account = 1 + mix(r ^ 1) % accounts;
		what = PICK(action, r);
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
