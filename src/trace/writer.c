/* SPDX-License-Identifier: MIT */
/*
 * Writing events.
 *
 * Which ring?  Each thread remembers its slot in thread-local memory, which a
 * child of fork(2) inherits.  So that the child, however it was made, does not
 * go on with its parent's ring, there is one page that the kernel wipes in
 * every child with a memory of its own (MADV_WIPEONFORK).  It holds a number
 * that names this process; a thread whose slot was claimed under another
 * number has no slot.
 *
 * TLS is initial-exec: reading it never allocates, so a handler may.
 */
#include "trace/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trace/alive.h"
#include "trace/stamp.h"

#define LIKELY(x)   __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

#define FULL_NAP_NS    50000     /* between looks at a full ring */
#define FULL_LOOKS     200       /* looks between questions about the reader */
#define CLAIM_NAP_NS   1000000   /* between looks for a free slot */
#define CLAIM_LOOKS    200       /* before a thread goes on without one */
#define CLAIM_AGAIN_NS 200000000 /* then, until it looks again */

#define NO_PROCESS UINT64_C(1) /* no process has this number */

/* The page that fork wipes. */
struct process {
	_Atomic uint64_t number; /* 0: not yet given */
	_Atomic bool known;      /* relaxed: who is first introduces it */
};

struct thread {
	uint64_t process; /* whose slot this is */
	struct arena_slot *slot;
	struct arena_record *ring;
	uint64_t owner;
	uint64_t tail;  /* as last seen */
	uint32_t depth; /* calls of emit that are under way */
	bool claiming;
	int64_t claim_again; /* not before this time */
};

static struct arena_header *arena;
static struct process *process;
static uint32_t stamp_clock;
/*
 * Nobody has claimed a slot since this program was loaded.  Relaxed: that is
 * before it has a second thread.
 */
static _Atomic bool just_loaded;

static _Thread_local struct thread self
	__attribute__((tls_model("initial-exec"))) = { .process = NO_PROCESS };

/* ---- opening ---- */

static bool is_arena(const struct arena_header *h)
{
	return h->magic == ARENA_MAGIC && h->version == ARENA_VERSION;
}

static int map(int fd)
{
	struct arena_header *h;
	struct stat status;
	void *p;

	if (syscall(SYS_fstat, fd, &status))
		return -errno;
	/* An arena of any version has at least a page. */
	if (status.st_size < ARENA_SLOTS_AT)
		return -EPROTO;
	p = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE,
		 MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return -errno;
	h = p;
	if (is_arena(h) && status.st_size == (off_t)ARENA_SIZE) {
		arena = h;
		return 0;
	}
	if (h->magic == ARENA_MAGIC)
		atomic_fetch_add_explicit(&h->refused, 1, memory_order_relaxed);
	(void)munmap(p, (size_t)status.st_size);
	return -EPROTO;
}

static int make_process(void)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);
	void *page = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return -errno;
	if (madvise(page, size, MADV_WIPEONFORK)) {
		int err = errno;

		(void)munmap(page, size);
		return -err;
	}
	process = page;
	return 0;
}

int trace_writer_open(const char *path)
{
	/* Past the functions that the preload library stands before. */
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = map(fd);
	(void)syscall(SYS_close, fd);
	if (err)
		return err;
	err = make_process();
	if (err) {
		(void)munmap(arena, ARENA_SIZE);
		arena = NULL;
		return err;
	}
	/* A core dump of the program is about the program. */
	(void)madvise(arena, ARENA_SIZE, MADV_DONTDUMP);
	stamp_clock = arena->clock;
	atomic_store_explicit(&just_loaded, true, memory_order_relaxed);
	return 0;
}

void trace_writer_close(void)
{
	if (!arena)
		return;
	(void)munmap(arena, ARENA_SIZE);
	(void)munmap(process, (size_t)sysconf(_SC_PAGESIZE));
	arena = NULL;
	process = NULL;
	self.process = NO_PROCESS;
}

struct arena_header *trace_writer_arena(void)
{
	return arena;
}

bool trace_writer_is_known(void)
{
	return atomic_load_explicit(&process->known, memory_order_relaxed);
}

bool trace_writer_is_new(void)
{
	return !atomic_exchange_explicit(&process->known, true,
					 memory_order_relaxed);
}

/* ---- the reader ---- */

void trace_writer_nap(int64_t ns)
{
	struct timespec t = { .tv_sec = ns / 1000000000,
			      .tv_nsec = ns % 1000000000 };
	int saved = errno;

	(void)syscall(SYS_nanosleep, &t, NULL); /* woken early is fine */
	errno = saved;
}

static bool said_gone(void)
{
	/* Relaxed: nothing else depends on it. */
	return atomic_load_explicit(&arena->alive, memory_order_relaxed) !=
	       ARENA_READER_LIVES;
}

bool trace_writer_reader_lives(void)
{
	uint64_t start;

	if (said_gone())
		return false;
	start = alive_start((pid_t)arena->reader_pid);
	if (start == arena->reader_start || start == ALIVE_UNKNOWN)
		return true;
	/* The next one need not ask. */
	atomic_store_explicit(&arena->alive, ARENA_READER_GONE,
			      memory_order_relaxed);
	return false;
}

/* ---- claiming a slot ---- */

static uint64_t process_number(void)
{
	uint64_t number =
		atomic_load_explicit(&process->number, memory_order_relaxed);
	uint64_t fresh = (uint64_t)stamp_real() | 2;

	/*
	 * Relaxed: the number is all there is.  The time makes it differ from
	 * that of every ancestor, whose number our memory may hold.
	 */
	if (!number && atomic_compare_exchange_strong_explicit(
			       &process->number, &number, fresh,
			       memory_order_relaxed, memory_order_relaxed))
		return fresh;
	return number;
}

static void raise_used(uint32_t used)
{
	uint32_t old = atomic_load_explicit(&arena->used, memory_order_relaxed);

	while (old < used &&
	       !atomic_compare_exchange_weak_explicit(&arena->used, &old, used,
						      memory_order_release,
						      memory_order_relaxed))
		;
}

/*
 * One look for a slot; ARENA_SLOTS if there is none.  Where this process has
 * executed a program, the slot that it had before is still its own.
 */
static uint32_t find_slot(uint64_t owner)
{
	bool again = atomic_load_explicit(&just_loaded, memory_order_relaxed);
	uint32_t first_free = ARENA_SLOTS;

	for (uint32_t i = 0; i < ARENA_SLOTS; i++) {
		uint64_t other = atomic_load_explicit(
			&arena_slot(arena, i)->owner, memory_order_relaxed);

		if (again && other == owner)
			return i;
		if (!other && first_free == ARENA_SLOTS)
			first_free = i;
		if (first_free < ARENA_SLOTS &&
		    i >= atomic_load_explicit(&arena->used,
					      memory_order_relaxed))
			break;
	}
	return first_free;
}

static bool take_slot(struct thread *t, uint64_t owner)
{
	uint32_t i;

	while ((i = find_slot(owner)) < ARENA_SLOTS) {
		struct arena_slot *slot = arena_slot(arena, i);
		uint64_t was = 0;

		/* First: the reader must not miss a slot that has an owner. */
		raise_used(i + 1);
		/* Acquire: pairs with the reader's release when it freed it. */
		if (!atomic_compare_exchange_strong_explicit(
			    &slot->owner, &was, owner, memory_order_acq_rel,
			    memory_order_acquire) &&
		    was != owner)
			continue;
		t->slot = slot;
		t->ring = arena_ring(arena, i);
		t->owner = owner;
		t->tail =
			atomic_load_explicit(&slot->tail, memory_order_acquire);
		return true;
	}
	return false;
}

__attribute__((cold, noinline)) static bool claim(struct thread *t)
{
	uint64_t number = process_number();
	uint64_t owner =
		(uint64_t)getpid() << 32 | (uint32_t)syscall(SYS_gettid);
	bool wait = t->depth == 1;
	bool done;

	/* A handler that has interrupted a claim cannot have its slot. */
	if (t->claiming || stamp_real() < t->claim_again)
		return false;
	t->claiming = true;
	done = take_slot(t, owner);
	atomic_store_explicit(&just_loaded, false, memory_order_relaxed);
	for (int i = 0; !done && wait && i < CLAIM_LOOKS && !said_gone(); i++) {
		trace_writer_nap(CLAIM_NAP_NS);
		done = take_slot(t, owner);
	}
	if (done)
		t->process = number;
	else
		t->claim_again = stamp_real() + CLAIM_AGAIN_NS;
	t->claiming = false;
	return done;
}

/* Whether the slot that the thread remembers is its own. */
static bool has_slot(const struct thread *t)
{
	return t->process == atomic_load_explicit(&process->number,
						  memory_order_relaxed) &&
	       t->owner == atomic_load_explicit(&t->slot->owner,
						memory_order_relaxed);
}

struct arena_slot *trace_writer_slot(void)
{
	return has_slot(&self) ? self.slot : NULL;
}

/* ---- writing ---- */

static bool fits(const struct thread *t, uint32_t records, uint32_t depth)
{
	uint64_t next =
		ARENA_INDEX_MASK &
		atomic_load_explicit(&t->slot->reserved, memory_order_relaxed);

	return next + records - t->tail <= ARENA_LIMIT(depth);
}

static void look_at_tail(struct thread *t)
{
	/* Acquire: what we write comes after the reader's reads. */
	t->tail = atomic_load_explicit(&t->slot->tail, memory_order_acquire);
}

/*
 * The ring looked full.  Returns whether there is room now.  Counters are
 * relaxed: the reader only adds them up.
 */
__attribute__((cold, noinline)) static bool
wait_for_room(struct thread *t, uint32_t records, uint32_t depth)
{
	look_at_tail(t);
	if (fits(t, records, depth))
		return true;
	if (!depth && !said_gone())
		atomic_fetch_add_explicit(&t->slot->stalls, 1,
					  memory_order_relaxed);
	for (int looks = 1; !depth && !said_gone(); looks++) {
		trace_writer_nap(FULL_NAP_NS);
		look_at_tail(t);
		if (fits(t, records, depth))
			return true;
		if (looks % FULL_LOOKS == 0 && !trace_writer_reader_lives())
			break;
	}
	atomic_fetch_add_explicit(&t->slot->lost, 1, memory_order_relaxed);
	return false;
}

/* Step 2 of layout.h: one instruction; no lock, for there is one thread. */
static uint64_t reserve(struct arena_slot *slot, uint32_t records)
{
	uint64_t n = UINT64_C(1) << ARENA_INDEX_BITS | records;

#ifdef __x86_64__
	__asm__ volatile("xaddq %0, %1"
			 : "+r"(n), "+m"(slot->reserved)
			 :
			 : "memory", "cc");
#else
	n = atomic_fetch_add_explicit(&slot->reserved, n, memory_order_relaxed);
#endif
	return n & ARENA_INDEX_MASK;
}

static struct arena_record *record_at(const struct thread *t, uint64_t index)
{
	return &t->ring[index & (ARENA_RECORDS - 1)];
}

static void commit(struct arena_record *r, uint64_t index)
{
	/* Release: pairs with the acquire of the reader's run_whole(). */
	atomic_store_explicit(&r->seq, index + 1, memory_order_release);
}

__attribute__((noinline)) static void write_text(const struct thread *t,
						 uint64_t index,
						 const char *text, uint32_t len)
{
	for (uint32_t part = 1; len; part++) {
		struct arena_record *r = record_at(t, index + part);
		uint32_t n = len < ARENA_CHUNK ? len : ARENA_CHUNK;

		r->stamp = 0;
		r->verb = ARENA_VERB_TEXT;
		r->phase = 0;
		r->kind = 0;
		r->text = part;
		memcpy(r->bytes, text, n);
		commit(r, index + part);
		text += n;
		len -= n;
	}
}

/*
 * Whether something that others did may come right before the event.  A call
 * begins of its own accord, and ends so too, unless it had something of others
 * without an event for that.
 */
static bool follows_others(const struct mp_probe_event *e)
{
	return e->phase != MP_BEGINS;
}

static void write_event(struct thread *t, const struct mp_probe_event *e,
			uint32_t depth)
{
	uint32_t len = e->text ? e->text_len : 0;
	uint32_t cut = len > ARENA_TEXT_MAX ? ARENA_TEXT_CUT : 0;
	uint32_t kept = cut ? ARENA_TEXT_MAX : len;
	uint32_t records = 1 + (kept + ARENA_CHUNK - 1) / ARENA_CHUNK;
	struct arena_record *r;
	uint64_t index, stamp;

	if (UNLIKELY(!fits(t, records, depth)) &&
	    !wait_for_room(t, records, depth))
		return;
	index = reserve(t->slot, records);
	stamp = stamp_take_if(stamp_clock, follows_others(e));
	if (UNLIKELY(kept))
		write_text(t, index, e->text, kept);
	r = record_at(t, index);
	r->stamp = stamp;
	r->verb = e->verb;
	r->phase = e->phase;
	r->kind = e->kind;
	r->text = kept | cut;
	r->object = e->object;
	r->a = e->a;
	r->b = e->b;
	r->site = (uint64_t)(uintptr_t)e->site;
	r->err = e->err;
	r->aux = e->aux;
	commit(r, index);
}

void trace_writer_emit(const struct mp_probe_event *e)
{
	struct thread *t = &self;
	uint32_t depth = t->depth++;

	/* A handler must find the depth raised before anything is done. */
	atomic_signal_fence(memory_order_seq_cst);
	if (LIKELY((has_slot(t) || claim(t)) && depth <= ARENA_DEPTH_MAX))
		write_event(t, e, depth);
	else
		atomic_fetch_add_explicit(&arena->lost, 1,
					  memory_order_relaxed);
	atomic_signal_fence(memory_order_seq_cst);
	t->depth--;
}
