#pragma once
#include <stddef.h>
#include <stdint.h>

/// XXH3 with 64 bits over `length` bytes; finds accidents, not attackers.
uint64_t usher_checksum(const void *bytes, size_t length);
