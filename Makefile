# beian: see INSTALL, or `make help`.

CC       ?= cc
CFLAGS   ?= -O3 -g
PREFIX   ?= /usr/local
BINDIR   ?= $(PREFIX)/bin
MANDIR   ?= $(PREFIX)/share/man
SHAREDIR ?= $(PREFIX)/share/beian
BASHDIR  ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR   ?= $(PREFIX)/share/zsh/site-functions
VERSION   = 0.1.0
B        ?= .build

CMD = acct-verify blacklist complaint credit-score enforce filing-export group-cap norm-audit retain-prune beian-store

# The rooms in their order: each uses only what stands before it (tests/house.t holds this).
LIB = mem text words status table when uscc region country mobile sip \
      id id_judge id_shape json pick buf markup opt share progress key \
      seal seal_hash seal_month seal_parse seal_suite overlay overlay_back \
      gate gate_draft gate_held env env_begin env_compact env_copy env_cursor \
      store store_check store_compact store_copy store_create store_open store_pending store_sweep store_walk journal \
      scan scan_names record record_member record_write veil term rows source input input_give \
      zipdir publish publish_replace spool spill spill_sort bag bagjudge bagcheck bagcheck_read sheet fold \
      rule finding finding_later finding_table policy policy_spec policy_check \
      ring tally counts pages common seat seat_pack seat_count filter filter_batch filter_files report sieve near act owner scheme scheme_sense score score_text credit credit_answer credit_fold credit_rebuild \
      blacklist blacklist_put screen listing listing_lift blacklist_import_diff blacklist_import_read blacklist_import ladder measure measure_apply measure_find measure_lift measure_audit measure_breach measure_given standing clarify attach complaint complaint_at complaint_judge malice malice_sign malice_sketch plaint plaint_due plaint_link plaint_receive plaint_show plaint_step plaint_take account account_load account_identity account_name account_grade \
      entry holder registry registry_limit registry_write explain \
      code caps person group group_op group_answer group_join group_create group_lead group_own group_row group_import group_show group_grade group_plan group_audit group_compare group_recount group_mend group_list board group_page \
      reserve keep frame trace line segment segment_draft segment_files segment_read portion shelf shelf_mend query query_text retain hold hold_place refer merge intake intake_pack erase erase_compact prune prune_files prune_group prune_judge fetch fetch_bag fetch_read gaps gaps_pair gaps_show proof proof_chain proof_hold proof_sample document document_stand \
      office gather_kind template template_judge template_word cover filed gather gather_document gather_extract gather_fill gather_line gather_measure gather_period gather_queue gather_target form pack pack_enclose \
      filing filing_sort filing_make filing_tell filing_text filing_verify \
      census census_credit census_entry census_filed census_log census_measure census_paper census_subject census_view clause audit audit_paper audit_text \
      chart chart_days dossier dossier_clause dossier_figure dossier_save dossier_style

WARN = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wstrict-prototypes \
       -Wwrite-strings -Wpointer-arith -Wvla
HARD = -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE
LINK = -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack
DEFS = -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -DSHAREDIR='"$(SHAREDIR)"' -Ilib
LIBS = -ljq -lcsv -llmdb -larchive -lxlsxwriter -lcrypto -lz -licui18n -licuuc -pthread
NEED = jq.h csv.h lmdb.h archive.h xlsxwriter.h openssl/evp.h zlib.h unicode/utrans.h

# What `make deps` and `make deps-bench` see to (Debian 12).
DEPS  = gcc libc6-dev libjq-dev libcsv-dev liblmdb-dev libarchive-dev libxlsxwriter-dev \
        libssl-dev zlib1g-dev libicu-dev jq mandoc unzip zip bzip2 xz-utils zstd
BENCH = jq python3 python3-stdnum zip unzip zstd time libsqlite3-dev

# The sanitizers want a build without _FORTIFY_SOURCE; -pie stays.
SAN = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined

BIN  = $(CMD:%=$B/%)
OBJ  = $(LIB:%=$B/lib/%.o)
HDR  = $(wildcard lib/*.h)
UNIT = $(patsubst tests/unit/%.c,$B/tests/%,$(wildcard tests/unit/*.c))
TOOL = $(patsubst tests/%.c,$B/tests/%,$(wildcard tests/*.c))
TRAP = $(patsubst tests/fault/%.c,$B/tests/%.so,$(wildcard tests/fault/*.c))
MEAS = $(patsubst tests/bench/%.c,$B/tests/bench-%,$(wildcard tests/bench/*.c))
PEER = $(filter $B/tests/bench-sqlite%,$(MEAS))
FUZZ = $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
PLAY = $(FUZZ:%=$B/tests/replay-%)
COMP = $(CC) $(WARN) $(HARD) $(CFLAGS) $(DEFS)
JOIN = $(CFLAGS) $(LDFLAGS) $(LINK)

all: $(BIN)

# Everything is made again when the compiler, the flags or a place changes.
$B/.flags: FORCE | $(filter deps,$(MAKECMDGOALS))
	@mkdir -p $B/lib $B/cmd $B/tests
	@echo '$(COMP) $(LDFLAGS)' | cmp -s - $@ || { \
	for h in $(NEED); do \
	    printf '#include <stdio.h>\n#include <%s>\n' $$h | \
	    $(CC) $(CFLAGS) -fsyntax-only -x c - 2>/dev/null || \
	    { echo "$$h is missing: run \`make deps\` as root, or see INSTALL" >&2; exit 1; }; \
	done; \
	echo '$(COMP) $(LDFLAGS)' > $@; }
FORCE:

$(OBJ): $B/lib/%.o: lib/%.c $(HDR) $B/.flags
	$(COMP) -c -o $@ $<
$B/libbeian.a: $(OBJ)
	rm -f $@ && ar rcs $@ $(OBJ)
$B/cmd/%.o: cmd/%.c $(HDR) $B/.flags
	$(COMP) -c -o $@ $<
$(BIN): $B/%: $B/cmd/%.o $B/libbeian.a
	$(CC) $(JOIN) -o $@ $< $B/libbeian.a $(LIBS)

$(UNIT): $B/tests/%: tests/unit/%.c $B/libbeian.a
	$(COMP) $(JOIN) -o $@ $< $B/libbeian.a $(LIBS)
$(TOOL): $B/tests/%: tests/%.c $B/libbeian.a
	$(COMP) $(JOIN) -o $@ $< $B/libbeian.a $(LIBS)
$(MEAS): $B/tests/bench-%: tests/bench/%.c $B/libbeian.a
	$(COMP) $(JOIN) -o $@ $< $B/libbeian.a $(LIBS)
$(TRAP): $B/tests/%.so: tests/fault/%.c $B/.flags
	$(CC) $(WARN) -O2 -g -D_GNU_SOURCE -fPIC -shared -o $@ $< -ldl
$(PLAY): $B/tests/replay-%: tests/fuzz/%.c tests/fuzz/replay.h $B/libbeian.a
	$(COMP) -DREPLAY $(JOIN) -o $@ $< $B/libbeian.a $(LIBS)

tests: all $(UNIT) $(TOOL) $(TRAP) $(PLAY)

check: tests
	@tests/run -B $B

SANDIR ?= .build/san
check-san:
	$(MAKE) B=$(SANDIR) HARD=-fPIE CFLAGS='$(SAN)' check

check-all:
	tests/all.sh

golden-update: all
	@BIN=$B tests/golden.t --update
	@BIN=$B tests/pack.t --update

demo: all
	@tests/demo.sh $B

# Peers need libraries of `make deps-bench`; without one its comparison is missing.
$(PEER): LIBS += -lsqlite3
bench: all $(TOOL) $(filter-out $(PEER),$(MEAS))
	@$(MAKE) -s B=$B $(PEER) 2>/dev/null || true
	@tests/bench.sh $B

torture: tests
	@tests/torture.sh $B

fuzz:
	$(MAKE) B=.build/fuzz CC=clang HARD=-fPIE \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined' fuzz-run
fuzz-run: $B/libbeian.a
	@for f in $(FUZZ); do \
	    $(COMP) $(JOIN) -fsanitize=fuzzer -o $B/tests/fuzz-$$f tests/fuzz/$$f.c \
		$B/libbeian.a $(LIBS) && \
	    mkdir -p $B/corpus/$$f && \
	    $B/tests/fuzz-$$f -max_total_time=$${SECONDS_EACH:-60} -detect_leaks=0 -print_final_stats=1 \
		-artifact_prefix=$B/$$f- $B/corpus/$$f tests/fuzz/corpus/$$f || exit 1; \
	done

# Installs what is missing and nothing else; silent when nothing is.
deps:
	@tests/deps.sh $(DEPS)
deps-bench: deps
	@tests/deps.sh $(BENCH)

# Completions are made from the programs' own -h; a test holds them current.
completions: all
	@tests/completions.sh $B share/completions

D = $(DESTDIR)
MAN = $(wildcard man/*.[157])
SHARE = $(shell find share -type f ! -path 'share/completions/*' 2>/dev/null | sort)
install: all
	@mkdir -p $D$(BINDIR) $D$(BASHDIR) $D$(ZSHDIR)
	install -m 755 $(BIN) $D$(BINDIR)
	@for f in $(MAN); do \
	    install -D -m 644 $$f $D$(MANDIR)/man$${f##*.}/$${f##*/} || exit 1; done
	@for f in $(SHARE); do install -D -m 644 $$f $D$(SHAREDIR)/$${f#share/} || exit 1; done
	@for c in $(CMD); do \
	    install -m 644 share/completions/$$c.bash $D$(BASHDIR)/$$c && \
	    install -m 644 share/completions/_$$c $D$(ZSHDIR)/_$$c || exit 1; done
uninstall:
	@for c in $(CMD); do \
	    rm -f $D$(BINDIR)/$$c $D$(BASHDIR)/$$c $D$(ZSHDIR)/_$$c; done
	@for f in $(MAN); do rm -f $D$(MANDIR)/man$${f##*.}/$${f##*/}; done
	@for f in $(SHARE); do rm -f $D$(SHAREDIR)/$${f#share/}; done
	@for d in $D$(SHAREDIR) $D$(BINDIR) $D$(MANDIR) $D$(BASHDIR) $D$(ZSHDIR); do \
	    [ ! -d $$d ] || find $$d -depth -type d -empty -delete; done

clean:
	rm -rf $B

help:
	@echo 'make             build the programs into $B/ (never touches the system)'
	@echo 'make deps        install the Debian packages that building and testing need (root)'
	@echo 'make deps-bench  install the peers that `make bench` compares with (root)'
	@echo 'make demo        a night of work on the examples, with a store in $B/demo'
	@echo 'make check       the tests'
	@echo 'make check-san   the tests under AddressSanitizer and UBSan'
	@echo 'make check-all   gcc and clang, sanitizers, valgrind, shellcheck, install/uninstall'
	@echo 'make bench       a table of speed and memory with the peers beside'
	@echo 'make torture     the crash and fault tests with full counts (hours)'
	@echo 'make fuzz        each fuzz target for a minute (clang)'
	@echo 'make install     into DESTDIR, PREFIX ($(PREFIX)), BINDIR, MANDIR, SHAREDIR'
	@echo 'make uninstall   removes what install put there'
	@echo 'make clean       removes $B/'

.PHONY: all tests check check-san check-all golden-update demo bench torture fuzz fuzz-run \
	deps deps-bench completions install uninstall clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
