// The C library has it, but shows it to _GNU_SOURCE alone.
char *strcasestr(const char *text, const char *word);
