# beian: see INSTALL, or `make help`.

CC       ?= cc
CFLAGS   ?= -O2 -g
PREFIX   ?= /usr/local
BINDIR   ?= $(PREFIX)/bin
MANDIR   ?= $(PREFIX)/share/man
SHAREDIR ?= $(PREFIX)/share/beian
VERSION   = 0.1.0
B        ?= .build

CMD = acct-verify filing-export beian-store

# The rooms in their order: each uses only what stands before it (tests/house.t holds this).
LIB = mem text status when id mobile region \
      json buf opt share progress \
      seal overlay store journal record csv input bag sheet \
      rule finding policy \
      filter \
      blacklist account registry filing

WARN = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wstrict-prototypes \
       -Wwrite-strings -Wpointer-arith
HARD = -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE
LINK = -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack
DEFS = -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -DSHAREDIR='"$(SHAREDIR)"' -Ilib
LIBS = -ljq -lcsv -llmdb -larchive -lxlsxwriter -lcrypto -pthread

BIN  = $(CMD:%=$B/%)
OBJ  = $(LIB:%=$B/lib/%.o)

all: $(BIN)

$B/.flags: FORCE
	@mkdir -p $B/lib $B/cmd $B/tests
	@echo '$(CC) $(CFLAGS) $(LDFLAGS) $(DEFS) $(HARD)' | cmp -s - $@ || \
	    echo '$(CC) $(CFLAGS) $(LDFLAGS) $(DEFS) $(HARD)' > $@
FORCE:

$(OBJ): $B/lib/%.o: lib/%.c $(wildcard lib/*.h) $B/.flags
	$(CC) $(WARN) $(HARD) $(CFLAGS) $(DEFS) -c -o $@ $<
$B/libbeian.a: $(OBJ)
	rm -f $@ && ar rcs $@ $(OBJ)
$B/cmd/%.o: cmd/%.c $(wildcard lib/*.h) $B/.flags
	$(CC) $(WARN) $(HARD) $(CFLAGS) $(DEFS) -c -o $@ $<
$(BIN): $B/%: $B/cmd/%.o $B/libbeian.a
	$(CC) $(CFLAGS) $(LDFLAGS) $(LINK) -o $@ $< $B/libbeian.a $(LIBS)

clean:
	rm -rf $B

.PHONY: all clean FORCE
.SECONDARY:
