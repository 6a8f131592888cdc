/*
 * fsx FILE REFERENCE SEED OPERATIONS LARGEST: random operations on FILE and the same on REFERENCE,
 * which is on another file system; each thing read from FILE is compared with REFERENCE, and all
 * of it at the end. What was done last is printed when something differs, with exit code 1.
 *
 * Operations: writes and reads, through the page cache and past it (O_DIRECT); truncation to shorter
 * and longer; appends by another descriptor; reads and writes of a shared mapping; fsync; close and
 * open. All by one process, so that there is one right answer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, MOST_AT_ONCE = 256 * 1024, REMEMBERED = 40 };

static const char *path;
static int file, direct, reference;
static uint64_t state;
static off_t largest, size;
static unsigned char *buffer, *expected;
static char history[REMEMBERED][96];
static long count;

static void differs(const char *what, off_t at) {
    fprintf(stderr, "operation %ld: %s at %lld; the file should have %lld bytes\n", count, what,
            (long long)at, (long long)size);
    for (long i = count < REMEMBERED ? 0 : count - REMEMBERED; i < count; i++)
        fprintf(stderr, "%6ld %s\n", i, history[i % REMEMBERED]);
    exit(1);
}

static void must(int good, const char *what) {
    if (!good) {
        fprintf(stderr, "%s: %s\n", what, strerror(errno));
        differs(what, 0);
    }
}

/* splitmix64: the same everywhere for the same seed */
static uint64_t next(void) {
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static off_t below(off_t bound) { return bound <= 0 ? 0 : (off_t)(next() % (uint64_t)bound); }

static void note(const char *what, off_t at, off_t length) {
    snprintf(history[count % REMEMBERED], sizeof history[0], "%s %lld %lld", what, (long long)at,
             (long long)length);
}

static void fill(size_t length) {
    for (size_t i = 0; i < length; i += 8) {
        uint64_t word = next();
        memcpy(buffer + i, &word, 8);
    }
}

static void open_file(void) {
    file = open(path, O_RDWR | O_CREAT, 0644);
    must(file >= 0, "open");
    direct = open(path, O_RDWR | O_DIRECT);
    must(direct >= 0, "open with O_DIRECT");
}

static void compare(off_t at, size_t length, const char *what) {
    must(pread(reference, expected, length, at) == (ssize_t)length, "read of the reference");
    for (size_t i = 0; i < length; i++)
        if (buffer[i] != expected[i]) differs(what, at + (off_t)i);
}

static void do_read(int from, const char *what, off_t at, size_t length) {
    note(what, at, (off_t)length);
    ssize_t right = at >= size ? 0 : (off_t)length < size - at ? (ssize_t)length : size - at;
    ssize_t got = pread(from, buffer, length, at);
    must(got >= 0, what);
    if (got != right) differs("read returned another number of bytes", got);
    compare(at, (size_t)got, what);
}

static void do_write(int to, const char *what, off_t at, size_t length) {
    note(what, at, (off_t)length);
    fill(length);
    must(pwrite(to, buffer, length, at) == (ssize_t)length, what);
    must(pwrite(reference, buffer, length, at) == (ssize_t)length, "write of the reference");
    if (at + (off_t)length > size) size = at + (off_t)length;
}

static void do_append(size_t length) {
    note("append", size, (off_t)length);
    fill(length);
    int end = open(path, O_WRONLY | O_APPEND);
    must(end >= 0, "open to append");
    must(write(end, buffer, length) == (ssize_t)length, "append");
    must(close(end) == 0, "close after append");
    must(pwrite(reference, buffer, length, size) == (ssize_t)length, "write of the reference");
    size += (off_t)length;
}

static void do_truncate(off_t to) {
    note("truncate", to, 0);
    must(ftruncate(file, to) == 0, "truncate");
    must(ftruncate(reference, to) == 0, "truncate of the reference");
    size = to;
}

static void do_map(int writing, off_t at, size_t length) {
    note(writing ? "write mapped" : "read mapped", at, (off_t)length);
    off_t start = at / PAGE * PAGE;
    size_t whole = (size_t)(at - start) + length;
    unsigned char *map =
            mmap(NULL, whole, writing ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, file, start);
    must(map != MAP_FAILED, "mmap");
    if (writing) {
        fill(length);
        memcpy(map + (at - start), buffer, length);
        must(pwrite(reference, buffer, length, at) == (ssize_t)length, "write of the reference");
        if (next() % 2) must(msync(map, whole, MS_SYNC) == 0, "msync");
    } else {
        memcpy(buffer, map + (at - start), length);
        compare(at, length, "read mapped");
    }
    must(munmap(map, whole) == 0, "munmap");
}

static void do_reopen(void) {
    note("close and open", 0, 0);
    must(close(file) == 0 && close(direct) == 0, "close");
    open_file();
}

static void check_size(void) {
    struct stat status;
    must(fstat(file, &status) == 0, "stat");
    if (status.st_size != size) differs("stat has another size", status.st_size);
}

static void step(void) {
    off_t at = below(largest);
    size_t length = 1 + (size_t)below(largest - at < MOST_AT_ONCE ? largest - at : MOST_AT_ONCE);
    off_t page = at / PAGE * PAGE;
    size_t pages = (length + PAGE - 1) / PAGE * PAGE;
    off_t inside = below(size);
    size_t within = size == 0 ? 0 : 1 + (size_t)below(size - inside < (off_t)length ? size - inside : (off_t)length);
    switch (next() % 16) {
    case 0: case 1: case 2: do_write(file, "write", at, length); break;
    case 3: case 4: case 5: do_read(file, "read", at, length); break;
    case 6: do_write(direct, "write directly", page, pages); break;
    case 7: do_read(direct, "read directly", page, pages); break;
    case 8: do_truncate(below(size)); break;
    case 9: do_truncate(at); break;
    case 10: if (size < largest) do_append(1 + length % (size_t)(largest - size)); break;
    case 11: case 12: if (size > 0) do_map(0, inside, within); break;
    case 13: if (size > 0) do_map(1, inside, within); break;
    case 14: note("fsync", 0, 0); must(fsync(file) == 0, "fsync"); break;
    default: do_reopen(); break;
    }
    check_size();
}

static void check_all(void) {
    note("read all", 0, 0);
    do_reopen();
    check_size();
    for (off_t at = 0; at < size; at += MOST_AT_ONCE) do_read(file, "read all", at, MOST_AT_ONCE);
}

int main(int argc, char **argv) {
    if (argc != 6) return 2;
    path = argv[1];
    state = strtoull(argv[3], NULL, 0);
    long operations = atol(argv[4]);
    largest = atoll(argv[5]) / PAGE * PAGE;
    buffer = aligned_alloc(PAGE, MOST_AT_ONCE + PAGE);
    expected = malloc(MOST_AT_ONCE + PAGE);
    must(buffer != NULL && expected != NULL, "memory");
    reference = open(argv[2], O_RDWR | O_CREAT | O_TRUNC, 0600);
    must(reference >= 0, "open of the reference");
    open_file();
    must(ftruncate(file, 0) == 0, "truncate");
    for (; count < operations; count++) step();
    check_all();
    printf("seed %s: %ld operations, %lld bytes at the end\n", argv[3], count, (long long)size);
    return 0;
}
