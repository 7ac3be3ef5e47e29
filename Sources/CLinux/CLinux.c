#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

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
    readahead(fd, offset, length);
    uintptr_t first = (uintptr_t)address & ~(uintptr_t)4095;
    return madvise((void *)first, length + ((uintptr_t)address - first), MADV_POPULATE_READ);
}

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
