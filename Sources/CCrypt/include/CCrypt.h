// crypt(3), with its large scratch memory made and wiped here.
#pragma once
#include <crypt.h>
#include <stdlib.h>
#include <string.h>

/// Hashes `password` as `setting` says; 1 with the hash in `result`, or 0 where the library cannot.
static inline int usher_crypt(const char *password, const char *setting, char *result, size_t size) {
    struct crypt_data *data = (struct crypt_data *)calloc(1, sizeof *data);
    if (data == NULL) return 0;
    const char *made = crypt_rn(password, setting, data, (int)sizeof *data);
    int fits = made != NULL && strlen(made) < size;
    if (fits) memcpy(result, made, strlen(made) + 1);
    explicit_bzero(data, sizeof *data);
    free(data);
    return fits;
}
