#include "CRE2.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

struct usher_regex {
    RE2 expression;

    usher_regex(const re2::StringPiece &pattern, const RE2::Options &options) : expression(pattern, options) {}
};

static usher_regex *compile(const re2::StringPiece &pattern, int64_t memory) {
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(memory);
    return new usher_regex(pattern, options);
}

usher_regex *usher_regex_compile(const char *pattern, size_t length, char *error, size_t room) {
    const re2::StringPiece text(pattern, length);
    usher_regex *regex = compile(text, 1 << 20);
    // Only what needs more gets it: thousands of expressions share one process.
    if (regex->expression.error_code() == RE2::ErrorPatternTooLarge) {
        delete regex;
        regex = compile(text, 16 << 20);
    }
    if (regex->expression.ok()) return regex;
    if (room > 0) {
        const std::string &reason = regex->expression.error();
        const size_t count = std::min(reason.size(), room - 1);
        memcpy(error, reason.data(), count);
        error[count] = 0;
    }
    delete regex;
    return nullptr;
}

void usher_regex_free(usher_regex *regex) { delete regex; }

int usher_regex_groups(const usher_regex *regex) { return regex->expression.NumberOfCapturingGroups(); }

int usher_regex_group(const usher_regex *regex, const char *name, size_t length) {
    const auto &groups = regex->expression.NamedCapturingGroups();
    const auto found = groups.find(std::string(name, length));
    return found == groups.end() ? -1 : found->second;
}

bool usher_regex_find(
    const usher_regex *regex, const void *bytes, size_t length, size_t from, int64_t *bounds, int count) {
    // An empty group and one that took no part differ by their address, so there has to be one.
    const char *start = bytes ? static_cast<const char *>(bytes) : "";
    const re2::StringPiece text(start, length);
    constexpr int usual = 16;
    re2::StringPiece few[usual];
    std::vector<re2::StringPiece> many(count > usual ? count : 0);
    re2::StringPiece *groups = count > usual ? many.data() : few;
    if (!regex->expression.Match(text, from, length, RE2::UNANCHORED, groups, count)) return false;
    for (int index = 0; index < count; index++) {
        const char *first = groups[index].data();
        bounds[2 * index] = first ? first - start : -1;
        bounds[2 * index + 1] = first ? first - start + static_cast<int64_t>(groups[index].size()) : -1;
    }
    return true;
}
