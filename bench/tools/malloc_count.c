// Preloaded into a server (LD_PRELOAD), counts its allocator calls in a file that others can read while it runs.
// MALLOC_COUNT_FILE names the file: two 64-bit words in host order, allocations (malloc, calloc, realloc and the
// aligned kinds) and frees of something. All threads and forked workers share it.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// glibc's own names for its allocator, so that nothing needs dlsym (which itself allocates).
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static uint64_t untilMapped[2];
static uint64_t *counts = untilMapped;

__attribute__((constructor)) static void mapCounts(void) {
    const char *path = getenv("MALLOC_COUNT_FILE");
    int file = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file < 0) return;
    void *map = MAP_FAILED;
    if (ftruncate(file, sizeof untilMapped) == 0)
        map = mmap(NULL, sizeof untilMapped, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (map != MAP_FAILED) counts = map;
    close(file);
}

static void count(int which) { __atomic_fetch_add(&counts[which], 1, __ATOMIC_RELAXED); }

void *malloc(size_t size) { count(0); return __libc_malloc(size); }
void *calloc(size_t number, size_t size) { count(0); return __libc_calloc(number, size); }
void *realloc(void *old, size_t size) { count(0); return __libc_realloc(old, size); }
void *memalign(size_t alignment, size_t size) { count(0); return __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { count(0); return __libc_memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    count(0);
    void *memory = __libc_memalign(alignment, size);
    if (!memory) return ENOMEM;
    *result = memory;
    return 0;
}

void free(void *memory) {
    if (!memory) return;
    count(1);
    __libc_free(memory);
}
