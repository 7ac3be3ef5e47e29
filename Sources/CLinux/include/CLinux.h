// What Glibc's module map hides, macros Swift cannot import, and variadic calls. What needs _GNU_SOURCE is wrapped in
// CLinux.c, because defining it here would give Glibc's own types a second shape.
#pragma once
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/vfs.h>

/// `errno` is a macro.
int usher_errno(void);
int usher_open(const char *path, int flags, mode_t mode);
int usher_fcntl_int(int fd, int command, int value);
/// Accepts non-blocking and close-on-exec.
int usher_accept(int fd, struct sockaddr_storage *address, socklen_t *length);
/// Deallocates a range of a file and keeps its size: `fallocate` with `PUNCH_HOLE|KEEP_SIZE`.
int usher_punch_hole(int fd, off_t offset, off_t length);
/// Reads ahead, then maps `length` bytes at `address`: -1 with an errno where touching them would be a SIGBUS.
int usher_populate(int fd, off_t offset, void *address, size_t length);
/// 1 when all pages of the mapped range are in memory, 0 when one is not, -1 with an errno.
int usher_is_resident(const void *address, size_t length);
/// Takes the exclusive lock of an open file without waiting for it (`flock` is a struct's name, too).
int usher_lock_file(int fd);
/// Opens an existing file for writes past the page cache; -1 with an errno where the file system has none.
int usher_open_direct(const char *path);
/// Makes a file without a name; -1 with an errno.
int usher_open_scratch(const char *directory);
/// Processors this thread may run on; at least 1.
int usher_cpu_affinity_count(void);
/// Names the calling thread; longer names are cut to 15 bytes.
void usher_name_thread(const char *name);
/// Returns memory that the C allocator holds but does not use to the kernel.
void usher_trim_heap(void);
/// A path's file system type, as `statfs` gives it; -1 with an errno.
int64_t usher_file_system_type(int fd);
/// Makes `number` stand for what `fd` stands for, in one step, and close-on-exec.
int usher_replace(int fd, int number);
/// From now on, `signal` reaches the calling thread whichever thread the kernel gives it to.
void usher_take_signal(int signal);
/// Makes `signal` do nothing here, by a handler: programs that we start would inherit `SIG_IGN`, but no handler.
void usher_ignore_signal(int signal);
/// The process's environment: `NAME=value` texts, the last followed by NULL.
char **usher_environment(void);
/// Gives up the lock that `usher_lock_file` took.
int usher_unlock_file(int fd);
