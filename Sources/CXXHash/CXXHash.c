// Compiled in from the header alone, so that the program needs no library for it at run time.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "CXXHash.h"

uint64_t usher_checksum(const void *bytes, size_t length) { return XXH3_64bits(bytes, length); }
