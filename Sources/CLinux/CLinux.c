#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#endif

int usher_errno(void) { return errno; }

int usher_open(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }

int usher_fcntl_int(int fd, int command, int value) { return fcntl(fd, command, value); }

int usher_accept(int fd, struct sockaddr_storage *address, socklen_t *length) {
    return accept4(fd, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int usher_punch_hole(int fd, off_t offset, off_t length) {
    return fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}

int usher_populate(int fd, off_t offset, void *address, size_t length) {
    // The kernel cuts one request to its read-ahead window, so ask in pieces that fit.
    for (size_t done = 0; done < length; done += 128 << 10) {
        readahead(fd, offset + done, length - done < 128 << 10 ? length - done : 128 << 10);
    }
    uintptr_t first = (uintptr_t)address & ~(uintptr_t)4095;
    return madvise((void *)first, length + ((uintptr_t)address - first), MADV_POPULATE_READ);
}

int usher_is_resident(const void *address, size_t length) {
    long page = sysconf(_SC_PAGESIZE);
    uintptr_t at = (uintptr_t)address & ~(uintptr_t)(page - 1);
    uintptr_t end = (uintptr_t)address + length;
    unsigned char states[512];
    while (at < end) {
        size_t pages = (end - at + page - 1) / page;
        if (pages > sizeof states) pages = sizeof states;
        if (mincore((void *)at, pages * page, states) != 0) return -1;
        for (size_t i = 0; i < pages; i++)
            if (!(states[i] & 1)) return 0;
        at += pages * page;
    }
    return 1;
}

int usher_lock_file(int fd) { return flock(fd, LOCK_EX | LOCK_NB); }

int usher_open_direct(const char *path) { return open(path, O_RDWR | O_DIRECT | O_CLOEXEC); }

int usher_open_scratch(const char *directory) { return open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); }

int usher_cpu_affinity_count(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? count : 1;
}

void usher_name_thread(const char *name) {
    char cut[16] = {0};
    strncpy(cut, name, sizeof cut - 1);
    pthread_setname_np(pthread_self(), cut);
}

void usher_trim_heap(void) { malloc_trim(0); }

int64_t usher_file_system_type(int fd) {
    struct statfs facts;
    return fstatfs(fd, &facts) == 0 ? (int64_t)facts.f_type : -1;
}

int usher_replace(int fd, int number) { return dup3(fd, number, O_CLOEXEC); }

static _Atomic(pthread_t) takers[NSIG];

static void pass_on(int signal) {
    int error = errno;
    pthread_kill(atomic_load(&takers[signal]), signal);
    errno = error;
}

void usher_take_signal(int signal) {
    atomic_store(&takers[signal], pthread_self());
    struct sigaction action = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

static void do_nothing(int signal) { (void)signal; }

void usher_ignore_signal(int signal) {
    struct sigaction action = {.sa_handler = do_nothing, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

int usher_unlock_file(int fd) { return flock(fd, LOCK_UN); }

char **usher_environment(void) { return environ; }
