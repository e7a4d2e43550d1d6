// C face of the peers that the benchmark compares with: Debian's libctemplate and memcpy.
#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    const char *bytes;
    size_t length;
} peer_text;

/// Parses a template under a name of its own; the handle lasts for the process.
void *peer_template(const char *name, peer_text source);
/// A dictionary that is filled once and changed from customer to customer.
void *peer_dictionary(void);
/// Sets a value without copying it: the bytes stay with the caller.
void peer_set(void *dictionary, peer_text name, peer_text value);
void *peer_section(void *dictionary, const char *name);
/// Renders into memory that is kept; the result is valid until the next call.
peer_text peer_render(void *template_, void *dictionary);
/// Copies a text into memory that is kept.
void peer_copy(peer_text text);

#ifdef __cplusplus
}
#endif
