// A keep-alive HTTP/1.1 client for measuring a server on loopback.
//
//   load run    --port P --path /x [--range SIZE --object SIZE --align SIZE] --length N ...   measure
//   load idle   --port P --path /x --length N --connections N --seconds S                     hold idle connections
//   load object PATH SIZE                                                                     write a position-coded file
//
// It wastes as little as it can, so that what is measured is the server: bodies are thrown away inside the kernel
// (recv with MSG_TRUNC), and it polls without ever sleeping. Each response's status, length and Content-Range are
// checked; with --verify so is every byte. The first wrong answer ends the run with exit code 1.
// Bounded both ways: it stops after --requests or after --seconds, whichever comes first.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { headCapacity = 4096, verifyCapacity = 65536, eventBatch = 64, graceSeconds = 20 };

struct options {
    int port, connections, status;
    const char *path, *host;
    int64_t range, object, align, length, requests;
    double seconds;
    uint64_t seed;
    bool verify;
};

struct connection {
    int fd;
    bool waiting;       // a request is out and its answer not complete
    bool inBody;
    bool served;        // has carried at least one whole answer
    int64_t start;      // first byte asked for
    int64_t position;   // next body byte, counted in the object
    int64_t remaining;  // body bytes still to come
    int headLength;
    char head[headCapacity];
};

static struct options options = {.connections = 16, .status = 200, .path = "/", .host = "bench.test",
    .length = -1, .requests = 1LL << 40, .seconds = 3, .seed = 1};
static int64_t issued, completed, bytesRead, reconnects;

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("load: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

// Position-coded bytes: each 8-byte word is a hash of its own index, so that a byte from elsewhere is seen.

static uint64_t word(uint64_t index) {
    uint64_t z = (index + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static void checkBytes(const unsigned char *bytes, int64_t count, int64_t position) {
    for (int64_t i = 0; i < count; i++) {
        int64_t at = position + i;
        unsigned char expected = (unsigned char)(word((uint64_t)at >> 3) >> (8 * (at & 7)));
        if (bytes[i] != expected) fail("wrong byte at %lld", (long long)at);
    }
}

static int writeObject(const char *path, int64_t size) {
    FILE *file = fopen(path, "w");
    if (!file) fail("%s: %s", path, strerror(errno));
    static uint64_t block[8192];
    for (int64_t done = 0; done < size;) {
        for (size_t i = 0; i < 8192; i++) block[i] = word((uint64_t)done / 8 + i);
        int64_t count = size - done < (int64_t)sizeof block ? size - done : (int64_t)sizeof block;
        if (fwrite(block, 1, (size_t)count, file) != (size_t)count) fail("%s: short write", path);
        done += count;
    }
    return fclose(file) == 0 ? 0 : 1;
}

// Connections and requests

static uint64_t randomState;

static uint64_t nextRandom(void) {
    randomState ^= randomState >> 12;
    randomState ^= randomState << 25;
    randomState ^= randomState >> 27;
    return randomState * 0x2545F4914F6CDD1Du;
}

static int openSocket(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port),
        .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (fd < 0) fail("socket: %s", strerror(errno));
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) fail("connect: %s", strerror(errno));
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static void sendRequest(struct connection *connection) {
    char request[1024], range[96] = "";
    connection->start = 0;
    if (options.range > 0) {
        int64_t slots = (options.object - options.range) / options.align + 1;
        connection->start = (int64_t)(nextRandom() % (uint64_t)slots) * options.align;
        snprintf(range, sizeof range, "Range: bytes=%lld-%lld\r\n", (long long)connection->start,
            (long long)(connection->start + options.range - 1));
    }
    int count = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", options.path, options.host,
        range);
    if (send(connection->fd, request, (size_t)count, MSG_NOSIGNAL) != count) fail("send: %s", strerror(errno));
    connection->waiting = true;
    connection->inBody = false;
    connection->headLength = 0;
    issued++;
}

// The value of a header field inside a NUL-terminated head, or NULL.
static const char *field(const char *head, const char *name) {
    size_t length = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':')
            return line + length + 1 + strspn(line + length + 1, " ");
    }
    return NULL;
}

static void checkHead(struct connection *connection) {
    const char *head = connection->head, *length = field(head, "Content-Length");
    int status = strncmp(head, "HTTP/1.1 ", 9) == 0 ? atoi(head + 9) : 0;
    int64_t expected = options.range > 0 ? options.range : options.length;
    if (status != options.status) fail("status %d, expected %d:\n%s", status, options.status, head);
    if (!length) fail("no Content-Length:\n%s", head);
    connection->remaining = atoll(length);
    if (expected >= 0 && connection->remaining != expected) fail("wrong length:\n%s", head);
    if (options.range > 0) {
        const char *range = field(head, "Content-Range");
        if (!range || strncmp(range, "bytes ", 6) != 0 || atoll(range + 6) != connection->start)
            fail("wrong Content-Range:\n%s", head);
    }
    connection->position = connection->start;
    connection->inBody = true;
}

static void consume(struct connection *connection, const char *bytes, int64_t count) {
    if (count > connection->remaining) fail("more body than Content-Length said");
    if (options.verify && bytes) checkBytes((const unsigned char *)bytes, count, connection->position);
    connection->position += count;
    connection->remaining -= count;
    bytesRead += count;
    if (connection->remaining == 0) {
        connection->waiting = false;
        connection->served = true;
        completed++;
    }
}

// Reads what one readiness event offers. False when the server closed the connection between answers.
static bool receive(struct connection *connection) {
    static char body[verifyCapacity];
    ssize_t count;
    if (!connection->inBody) {
        int room = headCapacity - 1 - connection->headLength;
        if (room == 0) fail("response head too long");
        count = recv(connection->fd, connection->head + connection->headLength, (size_t)room, MSG_DONTWAIT);
    } else if (options.verify) {
        int64_t want = connection->remaining < verifyCapacity ? connection->remaining : verifyCapacity;
        count = recv(connection->fd, body, (size_t)want, MSG_DONTWAIT);
    } else {
        count = recv(connection->fd, NULL, (size_t)connection->remaining, MSG_DONTWAIT | MSG_TRUNC);
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    bool cleanClose = connection->served && !connection->inBody && connection->headLength == 0;
    if (count <= 0 && cleanClose) return false;
    if (count <= 0) fail("connection lost in the middle of an answer (%s)", count < 0 ? strerror(errno) : "end");
    if (connection->inBody) {
        consume(connection, options.verify ? body : NULL, count);
        return true;
    }
    connection->headLength += (int)count;
    connection->head[connection->headLength] = 0;
    char *end = strstr(connection->head, "\r\n\r\n");
    if (!end) return true;
    const char *rest = end + 4;
    int64_t restLength = connection->head + connection->headLength - rest;
    end[2] = 0;
    checkHead(connection);
    consume(connection, rest, restLength);
    return true;
}

// Modes

static void watch(int epoll, struct connection *connection) {
    connection->fd = openSocket();
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = connection}};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, connection->fd, &event) < 0) fail("epoll_ctl: %s", strerror(errno));
}

static int run(void) {
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct connection *connections = calloc((size_t)options.connections, sizeof *connections);
    for (int i = 0; i < options.connections; i++) watch(epoll, &connections[i]);
    double begin = now(), deadline = begin + options.seconds, time = begin;
    for (int i = 0; i < options.connections && issued < options.requests; i++) sendRequest(&connections[i]);
    while (completed < issued) {
        struct epoll_event events[eventBatch];
        int count = epoll_wait(epoll, events, eventBatch, 0);
        time = now();
        if (time > deadline + graceSeconds) fail("answers still missing %d s after the end", graceSeconds);
        if (count == 0) sched_yield();  // never sleeps, but lets an origin on the same core run
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            if (!receive(connection)) {
                close(connection->fd);
                reconnects++;
                issued -= connection->waiting;
                watch(epoll, connection);
                connection->waiting = false;
            }
            if (!connection->waiting && issued < options.requests && time < deadline) sendRequest(connection);
        }
    }
    printf("{\"requests\": %lld, \"bytes\": %lld, \"seconds\": %.6f, \"reconnects\": %lld}\n", (long long)completed,
        (long long)bytesRead, now() - begin, (long long)reconnects);
    return 0;
}

static int idle(void) {
    static struct connection connection;
    int *sockets = calloc((size_t)options.connections, sizeof *sockets);
    double deadline = now() + options.seconds;
    for (int i = 0; i < options.connections; i++) {
        connection.fd = sockets[i] = openSocket();
        sendRequest(&connection);
        while (connection.waiting) {
            if (now() > deadline) fail("out of time after %d connections", i);
            if (!receive(&connection)) fail("closed by the server");
        }
    }
    printf("{\"connections\": %d}\n", options.connections);
    fflush(stdout);
    struct pollfd input = {.fd = 0, .events = POLLIN};
    poll(&input, 1, (int)(options.seconds * 1000));
    int closed = 0;
    for (int i = 0; i < options.connections; i++) {
        char byte;
        closed += recv(sockets[i], &byte, 1, MSG_DONTWAIT | MSG_PEEK) >= 0;
        struct linger reset = {.l_onoff = 1};  // no TIME_WAIT left behind, so rounds don't run out of ports
        setsockopt(sockets[i], SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(sockets[i]);
    }
    if (closed) fail("the server closed %d idle connections", closed);
    return 0;
}

static void parse(int count, char **arguments) {
    for (int i = 0; i < count; i++) {
        const char *name = arguments[i];
        if (!strcmp(name, "--verify")) { options.verify = true; continue; }
        if (++i == count) fail("%s wants a value", name);
        const char *value = arguments[i];
        if (!strcmp(name, "--port")) options.port = atoi(value);
        else if (!strcmp(name, "--path")) options.path = value;
        else if (!strcmp(name, "--host")) options.host = value;
        else if (!strcmp(name, "--connections")) options.connections = atoi(value);
        else if (!strcmp(name, "--status")) options.status = atoi(value);
        else if (!strcmp(name, "--range")) options.range = atoll(value);
        else if (!strcmp(name, "--object")) options.object = atoll(value);
        else if (!strcmp(name, "--align")) options.align = atoll(value);
        else if (!strcmp(name, "--length")) options.length = atoll(value);
        else if (!strcmp(name, "--requests")) options.requests = atoll(value);
        else if (!strcmp(name, "--seconds")) options.seconds = atof(value);
        else if (!strcmp(name, "--seed")) options.seed = (uint64_t)atoll(value);
        else fail("unknown option %s", name);
    }
    if (options.align == 0) options.align = options.range > 0 ? options.range : 1;
    if (options.range > 0) options.status = 206;
    if (options.range > options.object) fail("--range is larger than --object");
    if (options.port <= 0 || options.connections <= 0) fail("--port and --connections must be positive");
    randomState = word(options.seed) | 1;
}

int main(int count, char **arguments) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (count == 4 && !strcmp(arguments[1], "object")) return writeObject(arguments[2], atoll(arguments[3]));
    if (count < 2) fail("run, idle or object?");
    parse(count - 2, arguments + 2);
    if (!strcmp(arguments[1], "run")) return run();
    if (!strcmp(arguments[1], "idle")) return idle();
    fail("unknown mode %s", arguments[1]);
}
