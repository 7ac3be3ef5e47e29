#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled expression of RE2; any thread may match with it.
typedef struct usher_regex usher_regex;

/// Compiles a pattern in UTF-8. NULL where it is none; `error` then holds why, cut to `room` bytes with the final zero.
usher_regex *usher_regex_compile(const char *pattern, size_t length, char *error, size_t room);

void usher_regex_free(usher_regex *regex);

/// How many groups the pattern captures, not counting the whole match.
int usher_regex_groups(const usher_regex *regex);

/// The number of the group of that name; -1 when there is none.
int usher_regex_group(const usher_regex *regex, const char *name, size_t length);

/// Looks for the first match that begins at `from` or behind it (at most `length`). `bounds` receives the first and
/// one past the last offset of the whole match and of the groups behind it, `count` pairs in all; -1 for a group that
/// took no part.
bool usher_regex_find(
    const usher_regex *regex, const void *bytes, size_t length, size_t from, int64_t *bounds, int count);

#ifdef __cplusplus
}
#endif
