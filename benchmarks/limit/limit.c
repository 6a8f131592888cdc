/*
 * The limit: what this machine's sockets and page cache can do for NFSv4.1, without NFSv4.1.
 *
 * It sends the replies that the load generator expects, without looking at the requests any closer than it has
 * to: it copies SEQUENCE's session, sequence id and slot, and finds offsets where the generator said they are.
 * `./nfs41 load SERVER SCENARIO --against limit` builds it, starts it and drives it by the same loop as the server.
 * By hand: cc -O2 -Wall -pthread -o limit limit.c
 *
 *   limit MODE THREADS CPUS SESSION_AT OFFSET_AT FILE_AT IO_BYTES FILE...
 *
 *   MODE       echo      a reply as long as SEQUENCE's to each request
 *              sendfile  SEQUENCE, PUTFH, READ: IO_BYTES of the file, by sendfile
 *              pwrite    SEQUENCE, PUTFH, WRITE: IO_BYTES, which stand at the end of the request, by pwrite
 *   THREADS    each an epoll loop; connections are dealt to them in turn
 *   CPUS       which processors it may use, such as 0,1; or "all"
 *   *_AT       where in a request, record mark included, the session id, the offset and the number of the file are
 *
 * It listens on a free port of 127.0.0.1, writes the port to its standard output and ends with its standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SMALL_INPUT = 64 << 10,
    AROUND_DATA = 4 << 10,
    OUTPUT = 64 << 10,
    MAX_REPLY = 160,
    MAX_THREADS = 64,
    MAX_EVENTS = 512,
    SEQUENCE_BYTES = 28, /* session id, sequence id, slot id, highest slot id */
    SEQUENCE_AT = 48     /* where they are in a reply, record mark included */
};

static const uint32_t LAST_FRAGMENT = 0x80000000u;

enum mode { ECHO, SENDFILE, PWRITE };

struct connection {
    int fd, epoll;
    uint8_t *in;
    size_t in_used;
    uint8_t out[OUTPUT];
    size_t out_used, out_sent;
    /* what sendfile has not sent yet of the reply that stands last in out */
    int tail_file;
    off_t tail_offset;
    size_t tail_left;
    int waits_for_room;
};

static enum mode mode;
static size_t session_at, offset_at, file_at, io_bytes, in_size;
static int *files, file_count;
static uint8_t reply[MAX_REPLY];
static size_t reply_bytes;

static uint32_t get32(const uint8_t *p) {
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return ntohl(v);
}

static uint64_t get64(const uint8_t *p) {
    return (uint64_t)get32(p) << 32 | get32(p + 4);
}

static void put32(uint32_t v) {
    v = htonl(v);
    memcpy(reply + reply_bytes, &v, sizeof v);
    reply_bytes += sizeof v;
}

static void make_reply(void) {
    put32(0);                                /* the record mark comes last */
    put32(0);                                /* xid */
    put32(1), put32(0), put32(0), put32(0);  /* a reply, accepted, no verifier */
    put32(0);                                /* executed */
    put32(0), put32(0);                      /* NFS4_OK, no tag */
    put32(mode == ECHO ? 1 : 3);             /* results */
    put32(53), put32(0);                     /* SEQUENCE */
    reply_bytes += SEQUENCE_BYTES;
    put32(0), put32(0);                      /* target highest slot id, flags */
    if (mode != ECHO) put32(22), put32(0);   /* PUTFH */
    if (mode == SENDFILE) put32(25), put32(0), put32(0), put32(io_bytes);
    if (mode == PWRITE) put32(38), put32(0), put32(io_bytes), put32(0), put32(0), put32(0);
    size_t all = reply_bytes + (mode == SENDFILE ? io_bytes : 0);
    reply_bytes = 0, put32(LAST_FRAGMENT | (uint32_t)(all - 4));
    reply_bytes = all - (mode == SENDFILE ? io_bytes : 0);
}

/* Sends what waits: 1 all of it, 0 the socket is full, -1 the connection is gone. */
static int flush(struct connection *c) {
    while (c->out_sent < c->out_used) {
        ssize_t n = send(c->fd, c->out + c->out_sent, c->out_used - c->out_sent,
                         MSG_NOSIGNAL | MSG_DONTWAIT | (c->tail_left ? MSG_MORE : 0));
        if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
        c->out_sent += n;
    }
    c->out_sent = c->out_used = 0;
    while (c->tail_left) {
        ssize_t n = sendfile(c->fd, c->tail_file, &c->tail_offset, c->tail_left);
        if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
        if (n == 0) return -1;
        c->tail_left -= n;
    }
    return 1;
}

/* Answers one request; returns -1 if it cannot be. */
static int answer(struct connection *c, const uint8_t *request, size_t length) {
    uint8_t *out = c->out + c->out_used;
    memcpy(out, reply, reply_bytes);
    memcpy(out + 4, request + 4, 4);
    memcpy(out + SEQUENCE_AT, request + session_at, SEQUENCE_BYTES);
    memcpy(out + SEQUENCE_AT + SEQUENCE_BYTES, request + session_at + SEQUENCE_BYTES - 4, 4);
    c->out_used += reply_bytes;
    if (mode == ECHO) return 0;
    uint32_t file = get32(request + file_at);
    if (file >= (uint32_t)file_count) return -1;
    off_t offset = get64(request + offset_at);
    if (mode == PWRITE)
        return pwrite(files[file], request + length - io_bytes, io_bytes, offset) == (ssize_t)io_bytes ? 0 : -1;
    c->tail_file = files[file];
    c->tail_offset = offset;
    c->tail_left = io_bytes;
    return 0;
}

/* Answers what has come, as long as the socket takes it: 1 all, 0 it is full, -1 the connection is gone. */
static int answer_all(struct connection *c) {
    size_t at = 0, least = mode == ECHO ? session_at + SEQUENCE_BYTES : offset_at + 8;
    int sent = flush(c);
    while (sent == 1 && c->in_used - at >= 4) {
        size_t length = (get32(c->in + at) & ~LAST_FRAGMENT) + 4;
        if (length < least || length > in_size || (mode == PWRITE && length < io_bytes)) return -1;
        if (c->in_used - at < length) break;
        if (answer(c, c->in + at, length)) return -1;
        at += length;
        if (c->tail_left || c->out_used + MAX_REPLY > OUTPUT) sent = flush(c);
    }
    if (at) memmove(c->in, c->in + at, c->in_used - at);
    c->in_used -= at;
    return sent == 1 ? flush(c) : sent;
}

/* Returns -1 if the connection is to be closed. */
static int serve(struct connection *c, uint32_t events) {
    if (!c->waits_for_room && events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        ssize_t n = recv(c->fd, c->in + c->in_used, in_size - c->in_used, MSG_DONTWAIT);
        if (n < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
        if (n == 0) return -1;
        c->in_used += n;
    }
    int all = answer_all(c);
    if (all >= 0 && c->waits_for_room == all) {
        struct epoll_event e = {.events = all ? EPOLLIN : EPOLLOUT, .data.ptr = c};
        c->waits_for_room = !all;
        return epoll_ctl(c->epoll, EPOLL_CTL_MOD, c->fd, &e);
    }
    return all < 0 ? -1 : 0;
}

static void *loop(void *epoll) {
    struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int n = epoll_wait((int)(intptr_t)epoll, events, MAX_EVENTS, -1);
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (serve(c, events[i].events)) {
                close(c->fd);
                free(c->in);
                free(c);
            }
        }
    }
    return 0;
}

/* Ends the program with whoever started it. */
static void *watch(void *unused) {
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {}
    exit(0);
    return unused;
}

static void pin(const char *cpus) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (const char *p = cpus; *p;) {
        char *end;
        long cpu = strtol(p, &end, 10);
        if (end == p || cpu < 0 || cpu >= CPU_SETSIZE || (*end && *end != ',')) {
            fprintf(stderr, "'%s' is no list of processors such as 0,1\n", cpus);
            exit(2);
        }
        CPU_SET(cpu, &set);
        p = *end ? end + 1 : end;
    }
    if (sched_setaffinity(0, sizeof set, &set)) {
        fprintf(stderr, "processors %s: %s\n", cpus, strerror(errno));
        exit(2);
    }
}

static int listen_somewhere(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, length) || listen(fd, 4096)
        || getsockname(fd, (struct sockaddr *)&address, &length)) {
        perror("listen");
        exit(2);
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

int main(int count, char **args) {
    if (count < 8) {
        fprintf(stderr, "limit MODE THREADS CPUS SESSION_AT OFFSET_AT FILE_AT IO_BYTES FILE...\n");
        return 2;
    }
    mode = !strcmp(args[1], "sendfile") ? SENDFILE : !strcmp(args[1], "pwrite") ? PWRITE : ECHO;
    int threads = atoi(args[2]);
    if (strcmp(args[3], "all")) pin(args[3]);
    session_at = atol(args[4]), offset_at = atol(args[5]), file_at = atol(args[6]), io_bytes = atol(args[7]);
    in_size = mode == PWRITE && io_bytes + AROUND_DATA > SMALL_INPUT ? io_bytes + AROUND_DATA : SMALL_INPUT;
    file_count = count - 8;
    files = calloc(file_count + 1, sizeof *files);
    for (int i = 0; i < file_count; i++) {
        files[i] = open(args[8 + i], O_RDWR);
        if (files[i] < 0) {
            perror(args[8 + i]);
            return 2;
        }
    }
    signal(SIGPIPE, SIG_IGN);
    make_reply();
    int epolls[MAX_THREADS], one = 1, listening = listen_somewhere();
    pthread_t thread;
    pthread_create(&thread, 0, watch, 0);
    for (int i = 0; i < threads && i < MAX_THREADS; i++) {
        epolls[i] = epoll_create1(0);
        pthread_create(&thread, 0, loop, (void *)(intptr_t)epolls[i]);
    }
    for (int i = 0;; i++) {
        int fd = accept4(listening, 0, 0, SOCK_NONBLOCK);
        if (fd < 0) continue;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        c->epoll = epolls[i % threads];
        c->in = malloc(in_size);
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(c->epoll, EPOLL_CTL_ADD, fd, &e);
    }
}
