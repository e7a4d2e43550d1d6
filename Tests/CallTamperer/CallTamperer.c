// Runs a program and tampers with one of its calls on files and sockets: kills it there, or has the call fail.
//
//     CallTamperer LOG FOLDER kill|ENAME|none CALL LABEL NUMBER PROGRAM [ARGUMENT…]
//
// A point is the NUMBERth time that any thread makes CALL on what LABEL names: a path with FOLDER written as "~", or a
// word such as "socket". strace(1) counts each thread's calls by themselves and so cannot name one call of a program
// with several. Calls count from the first one below FOLDER on, so that the dynamic loader's do not.
//
// LOG gets one line a point, "CALL LABEL NUMBER", in the order of the calls, "HIT" after the one tampered with, and
// "FAILED PLACE" when the call of that place, counted from 0, answers with an error.
// Exits as the program does, with 128 and the signal's number added when one ended it; 125 when tracing fails.
//
// Linux 5.3 (PTRACE_GET_SYSCALL_INFO) on x86-64 or arm64; elsewhere it says that it cannot.

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

// struct ptrace_syscall_info of ptrace(2): <linux/ptrace.h> does not go with <sys/ptrace.h>, which names it differently
// from version to version.
struct call_information {
    uint8_t op;
    uint8_t padding[3];
    uint32_t architecture;
    uint64_t instruction_pointer, stack_pointer;
    union {
        struct { uint64_t number, arguments[6]; } entry;
        struct { int64_t value; uint8_t is_error; } exit;
    };
};

enum { OP_ENTRY = 1, OP_EXIT = 2 };

// What a call acts on, and in which argument that stands.
enum subject { DESCRIPTOR, PATH, PATH_BELOW, NEW_PATH_BELOW, NEW_PATH, KIND };

struct call {
    long number;
    const char *name;
    enum subject subject;
    int argument;
};

#define CALL(name, subject, argument) { SYS_##name, #name, subject, argument }

static const struct call calls[] = {
    CALL(openat, PATH_BELOW, 0), CALL(openat2, PATH_BELOW, 0),
    CALL(read, DESCRIPTOR, 0), CALL(pread64, DESCRIPTOR, 0), CALL(readv, DESCRIPTOR, 0),
    CALL(write, DESCRIPTOR, 0), CALL(pwrite64, DESCRIPTOR, 0), CALL(writev, DESCRIPTOR, 0),
    CALL(close, DESCRIPTOR, 0), CALL(lseek, DESCRIPTOR, 0), CALL(getdents64, DESCRIPTOR, 0),
    CALL(fstat, DESCRIPTOR, 0), CALL(newfstatat, PATH_BELOW, 0), CALL(statx, PATH_BELOW, 0),
    CALL(faccessat, PATH_BELOW, 0), CALL(faccessat2, PATH_BELOW, 0), CALL(readlinkat, PATH_BELOW, 0),
    CALL(fsync, DESCRIPTOR, 0), CALL(fdatasync, DESCRIPTOR, 0), CALL(ftruncate, DESCRIPTOR, 0),
    CALL(fallocate, DESCRIPTOR, 0), CALL(fchmod, DESCRIPTOR, 0), CALL(fchmodat, PATH_BELOW, 0),
    CALL(fcntl, DESCRIPTOR, 0), CALL(flock, DESCRIPTOR, 0), CALL(ioctl, DESCRIPTOR, 0),
    CALL(dup, DESCRIPTOR, 0), CALL(dup3, DESCRIPTOR, 0), CALL(pipe2, KIND, 0), CALL(eventfd2, KIND, 0),
    CALL(linkat, NEW_PATH_BELOW, 2), CALL(symlinkat, NEW_PATH_BELOW, 1), CALL(unlinkat, PATH_BELOW, 0),
    CALL(renameat2, NEW_PATH_BELOW, 2), CALL(mkdirat, PATH_BELOW, 0),
    CALL(socket, KIND, 0), CALL(socketpair, KIND, 0), CALL(connect, DESCRIPTOR, 0), CALL(bind, DESCRIPTOR, 0),
    CALL(listen, DESCRIPTOR, 0), CALL(accept4, DESCRIPTOR, 0), CALL(sendto, DESCRIPTOR, 0),
    CALL(sendmsg, DESCRIPTOR, 0), CALL(sendmmsg, DESCRIPTOR, 0), CALL(recvfrom, DESCRIPTOR, 0),
    CALL(recvmsg, DESCRIPTOR, 0), CALL(setsockopt, DESCRIPTOR, 0), CALL(getsockopt, DESCRIPTOR, 0),
    CALL(getsockname, DESCRIPTOR, 0), CALL(getpeername, DESCRIPTOR, 0), CALL(shutdown, DESCRIPTOR, 0),
    CALL(ppoll, KIND, 0), CALL(pselect6, KIND, 0), CALL(epoll_create1, KIND, 0),
    CALL(epoll_ctl, KIND, 0), CALL(epoll_pwait, KIND, 0),
#ifdef __x86_64__
    CALL(open, PATH, 0), CALL(creat, PATH, 0), CALL(stat, PATH, 0), CALL(lstat, PATH, 0), CALL(access, PATH, 0),
    CALL(readlink, PATH, 0), CALL(chmod, PATH, 0), CALL(link, NEW_PATH, 1), CALL(symlink, NEW_PATH, 1),
    CALL(unlink, PATH, 0), CALL(rename, NEW_PATH, 1), CALL(mkdir, PATH, 0), CALL(dup2, DESCRIPTOR, 0),
    CALL(pipe, KIND, 0), CALL(poll, KIND, 0), CALL(select, KIND, 0), CALL(epoll_wait, KIND, 0),
#endif
    CALL(renameat, NEW_PATH_BELOW, 2),
};

static const struct call *known(long number) {
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (calls[i].number == number) return &calls[i];
    return NULL;
}

// Counts of points, by "CALL LABEL".
struct counter {
    char *point;
    int count;
};

static struct counter *counters;
static size_t counter_count;

static int next_number(const char *point) {
    for (size_t i = 0; i < counter_count; i++)
        if (strcmp(counters[i].point, point) == 0) return ++counters[i].count;
    counters = realloc(counters, (counter_count + 1) * sizeof *counters);
    if (!counters) exit(125);
    counters[counter_count++] = (struct counter){ strdup(point), 1 };
    return 1;
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }
static int is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

// Copies a path; what differs from run to run becomes "*": the folder becomes "~", <pid>-<random>, digests, times
// in milliseconds and public ids of incidents become "*".
static void normalise(const char *path, const char *folder, char *label, size_t size) {
    size_t used = 0, length = strlen(folder);
    if (strncmp(path, folder, length) == 0 && (path[length] == '/' || !path[length])) {
        label[used++] = '~';
        path += length;
    }
    int starts = 0;
    while (*path && used + 1 < size) {
        size_t digits = 0, more = 0, hex = 0, name = 0;
        while (is_digit(path[digits])) digits++;
        if (digits && path[digits] == '-') while (is_digit(path[digits + 1 + more])) more++;
        while (is_hex(path[hex])) hex++;
        while (is_digit(path[name]) || (path[name] >= 'a' && path[name] <= 'z')) name++;
        size_t skipped = more >= 6 ? digits + 1 + more : hex == 64 ? 64 : digits == 13 ? 13 : 0;
        if (starts && name == 12 && strncmp(path + name, ".html", 5) == 0) skipped = name;
        starts = *path == '/';
        if (skipped) {
            label[used++] = '*';
            path += skipped;
        } else {
            // Words of a point are separated by blanks.
            label[used++] = *path == ' ' || *path == '\n' ? '_' : *path;
            path++;
        }
    }
    label[used] = 0;
}

static void read_text(pid_t thread, unsigned long address, char *text, size_t size) {
    size_t used = 0;
    // Up to the end of a page at a time: the next one may not be there.
    while (used + 1 < size) {
        size_t part = 4096 - (address + used) % 4096;
        if (part > size - 1 - used) part = size - 1 - used;
        struct iovec local = { text + used, part }, remote = { (void *)(address + used), part };
        if (process_vm_readv(thread, &local, 1, &remote, 1, 0) != (ssize_t)part) break;
        if (memchr(text + used, 0, part)) return;
        used += part;
    }
    text[used] = 0;
}

static void descriptor_path(pid_t thread, long descriptor, char *path, size_t size) {
    char link[64];
    if ((int)descriptor == AT_FDCWD) snprintf(link, sizeof link, "/proc/%d/cwd", thread);
    else snprintf(link, sizeof link, "/proc/%d/fd/%d", thread, (int)descriptor);
    ssize_t length = readlink(link, path, size - 1);
    path[length < 0 ? 0 : length] = 0;
    if (length < 0) snprintf(path, size, "closed");
    // "socket:[12345]" and "pipe:[12345]" are other numbers every time.
    char *number = strstr(path, ":[");
    if (number && path[0] != '/') *number = 0;
    if (descriptor >= 0 && descriptor <= 2 && path[0] != '/')
        snprintf(path, size, "%s", (const char *[]){ "input", "output", "errors" }[descriptor]);
}

static void name_subject(
    pid_t thread, const struct call *call, const uint64_t *arguments, const char *folder, char *label,
    size_t size
) {
    char path[8192] = "", name[4096] = "";
    switch (call->subject) {
    case KIND: snprintf(label, size, "-"); return;
    case DESCRIPTOR: descriptor_path(thread, (long)(int)arguments[0], path, sizeof path); break;
    case PATH: case NEW_PATH: read_text(thread, arguments[call->argument], path, sizeof name); break;
    case PATH_BELOW: case NEW_PATH_BELOW:
        read_text(thread, arguments[call->argument + 1], name, sizeof name);
        if (name[0] == '/') snprintf(path, sizeof path, "%s", name);
        else {
            descriptor_path(thread, (long)(int)arguments[call->argument], path, 4096);
            if (name[0]) {
                size_t length = strlen(path);
                snprintf(path + length, sizeof path - length, "/%s", name);
            }
        }
    }
    normalise(path, folder, label, size);
}

// Threads within a call of the log: its place there, and the error to answer with when it is skipped.
static struct running { pid_t thread; long place; int error; } running[256];

static struct running *running_call(pid_t thread) {
    for (size_t i = 0; i < sizeof running / sizeof *running; i++)
        if (running[i].thread == thread) return &running[i];
    return NULL;
}

static void set_registers(pid_t thread, int is_entry, int error) {
#ifdef __x86_64__
    struct user_regs_struct registers;
#else
    struct user_pt_regs registers;
#endif
    struct iovec view = { &registers, sizeof registers };
    if (ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &view)) exit(125);
#ifdef __x86_64__
    if (is_entry) registers.orig_rax = (unsigned long long)-1;
    else registers.rax = (unsigned long long)-error;
#else
    if (is_entry) {
        int none = -1;
        struct iovec number = { &none, sizeof none };
        if (ptrace(PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, &number)) exit(125);
        return;
    }
    registers.regs[0] = (unsigned long long)-error;
#endif
    if (ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &view)) exit(125);
}

static int error_named(const char *name) {
    static const struct { const char *name; int code; } errors[] = {
        { "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EACCES", EACCES }, { "EINTR", EINTR }, { "EMFILE", EMFILE },
        { "ENOMEM", ENOMEM },
    };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(errors[i].name, name) == 0) return errors[i].code;
    return 0;
}

int main(int count, char **words) {
    if (count < 8) {
        fprintf(stderr, "usage: CallTamperer LOG FOLDER kill|ENAME|none CALL LABEL NUMBER PROGRAM [ARGUMENT...]\n");
        return 125;
    }
    const char *folder = words[2], *action = words[3], *wanted_label = words[5];
    int wanted_number = atoi(words[6]), error = error_named(action);
    char wanted[8192];
    snprintf(wanted, sizeof wanted, "%s %s", words[4], wanted_label);
    FILE *log = fopen(words[1], "we");
    int gate[2];
    if (!log || pipe2(gate, O_CLOEXEC)) return 125;

    pid_t child = fork();
    if (child < 0) return 125;
    if (child == 0) {
        char byte;
        if (read(gate[0], &byte, 1) != 1) _exit(125);
        execvp(words[7], words + 7);
        _exit(127);
    }
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK
        | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SEIZE, child, 0, options) || write(gate[1], "", 1) != 1) {
        perror("CallTamperer");
        kill(child, SIGKILL);
        return 125;
    }

    int is_armed = 0, is_hit = 0;
    long place = 0;
    for (;;) {
        int status;
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0) return 125;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread != child) continue;
            fclose(log);
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
        int signal = WSTOPSIG(status), event = status >> 16;
        if (signal != (SIGTRAP | 0x80)) {
            ptrace(PTRACE_SYSCALL, thread, 0, event || signal == SIGTRAP ? 0 : signal);
            continue;
        }
        struct call_information information;
        if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof information, &information) <= 0) continue;
        if (information.op == OP_ENTRY) {
            const struct call *call = known((long)information.entry.number);
            char point[8192], label[4096];
            if (call) name_subject(thread, call, information.entry.arguments, folder, label, sizeof label);
            if (call && !is_armed && label[0] == '~') is_armed = 1;
            if (call && is_armed) {
                snprintf(point, sizeof point, "%s %s", call->name, label);
                int number = next_number(point);
                fprintf(log, "%s %d\n", point, number);
                struct running *slot = running_call(thread);
                // A call that was interrupted for good, as by exec, leaves its slot behind.
                if (!slot) slot = running_call(0);
                if (!slot) return 125;
                *slot = (struct running){ thread, place++, 0 };
                if (!is_hit && number == wanted_number && strcmp(point, wanted) == 0 && strcmp(action, "none")) {
                    is_hit = 1;
                    fprintf(log, "HIT\n");
                    if (error) {
                        set_registers(thread, 1, 0);
                        slot->error = error;
                    } else {
                        kill(child, SIGKILL);
                    }
                }
            }
        } else if (information.op == OP_EXIT) {
            struct running *slot = running_call(thread);
            if (slot) {
                if (slot->error) set_registers(thread, 0, slot->error);
                if (slot->error || information.exit.is_error) fprintf(log, "FAILED %ld\n", slot->place);
                slot->thread = 0;
            }
        }
        ptrace(PTRACE_SYSCALL, thread, 0, 0);
    }
}

#else

#include <stdio.h>

int main(void) {
    fprintf(stderr, "CallTamperer: needs Linux on x86-64 or arm64\n");
    return 125;
}

#endif
