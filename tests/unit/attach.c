/* Files that a record names: plain ones below a folder, and nothing else, whatever the name. */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attach.h"
#include "seal.h"
#include "tap.h"

static char dir[300], place[400];
static int folder;

static const char *
at(const char *name)
{
	snprintf(place, sizeof place, "%s/%s", dir, name);
	return place;
}

static void
file(const char *name, const char *text)
{
	int fd = open(at(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		printf("Bail out! %s cannot be written\n", place);
	close(fd);
}

static void
refused(const char *name, size_t n, const char *want, const char *what)
{
	char hex[65] = "";
	uint64_t bytes = 7;
	const char *why = attach_digest(folder, name, n, hex, &bytes);

	same(why != NULL ? why : "taken", want, what);
	ok(*hex == '\0' && bytes == 7, "%s: and nothing is told of it", what);
}

static void
names(void)
{
	static char name[5000];

#define NO(name, want, what) refused(name, sizeof name - 1, want, what)
	NO("", "the name is empty or longer than 4,095 bytes", "no name");
	NO("/etc/hostname", "an absolute name", "an absolute name");
	NO("..", "the name has .. in it", "..");
	NO("../in/a", "the name has .. in it", "../in/a");
	NO("sub/../a", "the name has .. in it", "sub/../a, although it is below");
	NO("sub/..", "the name has .. in it", "sub/..");
	NO("a\0b", "the name has a NUL in it", "a NUL");
	NO("none", "no such file", "nothing of that name");
	NO("a/b", "no such file", "below a file");
	NO("link", "a symbolic link, or one on the way to it", "a link");
	NO("away/hostname", "a symbolic link, or one on the way to it", "a link on the way");
	NO("near/b", "a symbolic link, or one on the way to it", "one that stays below");
	NO("sub", "a folder", "a folder");
	NO(".", "a folder", "the folder itself");
	NO("a/", "no such file", "a file with a slash behind it");
	NO("fifo", "no plain file", "a FIFO, at once");
	NO("socket", "no plain file", "a socket");
	NO("large", "larger than 1 GiB", "a byte more than 1 GiB");
#undef NO
	memset(name, 'x', sizeof name);
	refused(name, 4095, "the name is too long", "a name that no folder holds");
	refused(name, 4096, "the name is empty or longer than 4,095 bytes", "4,096 bytes");
}

static void
device(void)
{
	int was = folder;

	folder = attach_folder("/dev");
	refused("null", 4, "no plain file", "a device");
	close(folder);
	folder = was;
}

static void
taken(const char *name, const char *text)
{
	char hex[65], want[129], back[100];
	uint64_t bytes = 0;
	const char *why;
	ssize_t n;
	int fd;

	seal_digest(SEAL_SM3, text, strlen(text), want);
	why = attach_digest(folder, name, strlen(name), hex, &bytes);
	ok(why == NULL && bytes == strlen(text), "%s: taken", name);
	same(hex, want, "its digest");
	fd = attach_open(folder, name, strlen(name), hex, &bytes, &why);
	n = fd < 0 ? -1 : read(fd, back, sizeof back);
	ok(n == (ssize_t)strlen(text) && memcmp(back, text, strlen(text)) == 0,
	    "%s: opened, it stands at its beginning", name);
	ok(fd >= 0 && (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0, "%s: closed when one execs", name);
	close(fd);
}

/* A file that somebody changes all the time: what is told of it is one of its states, or that
 * it changed; never a mix. */
static void
changing(void)
{
	enum { SIZE = 4 << 20, ROUNDS = 20 };
	static char text[SIZE];
	char hex[65], one[129], two[129];
	uint64_t bytes;
	const char *why;
	int i, fd, mixed = 0, seen = 0;
	pid_t child;

	memset(text, '1', SIZE);
	seal_digest(SEAL_SM3, text, SIZE, one);
	memset(text, '2', SIZE);
	seal_digest(SEAL_SM3, text, SIZE, two);
	fd = open(at("moving"), O_WRONLY | O_CREAT, 0600);
	ok(write(fd, text, SIZE) == SIZE, "a file of 4 MiB");
	child = fork();
	if (child == 0)
		for (i = 0;; i++) {
			memset(text, i % 2 + '1', SIZE);
			if (pwrite(fd, text, SIZE, 0) != SIZE)
				_exit(1);
		}
	for (i = 0; i < ROUNDS; i++) {
		why = attach_digest(folder, "moving", 6, hex, &bytes);
		seen += why != NULL && strncmp(why, "changed while", 13) == 0;
		mixed += why == NULL && strcmp(hex, one) != 0 && strcmp(hex, two) != 0;
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(fd);
	ok(mixed == 0, "read while it is written: never a mix");
	ok(seen > 0, "and it is said that it changed");
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd;

	snprintf(dir, sizeof dir, "%s/attach-%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	mkdir(dir, 0700);
	mkdir(at("sub"), 0700);
	file("a", "text\n");
	file("sub/b", "");
	file("文件 \"x\".pdf", "中文");
	ok(symlink("a", at("link")) == 0 && symlink("/etc", at("away")) == 0 &&
	    symlink("sub", at("near")) == 0 && mkfifo(at("fifo"), 0600) == 0, "links, a FIFO");
	snprintf(name.sun_path, sizeof name.sun_path, "%.90s/socket", dir);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	ok(bind(fd, (struct sockaddr *)&name, sizeof name) == 0, "a socket");
	close(fd);
	file("large", "");
	ok(truncate(at("large"), (off_t)ATTACH_MOST + 1) == 0, "a large file");
	folder = attach_folder(dir);
	names();
	device();
	taken("a", "text\n");
	taken("./a", "text\n");
	taken("sub//b", "");
	taken("文件 \"x\".pdf", "中文");
	changing();
	close(folder);
	return done();
}
