#pragma once
#include <zlib.h>

/// `deflateInit2` is a macro; the stream writes gzip's own head and tail (RFC 1952).
static inline int usher_gzip_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
