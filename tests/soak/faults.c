/* Loaded before the C library: makes writing and syncing of the files of one folder fail as a bad or a full disk does.
 *
 * SFM_FAULTS names a file whose text says how: "none", "sync" (every sync fails), "full" (nothing can be written),
 * "some SEED PERCENT" (each write and sync fails by chance). SFM_FAULTY is the folder whose files are meant.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static ssize_t (*real_read)(int, void *, size_t);

static int meant(int fd) {
    char name[64], path[4096];
    const char *folder = getenv("SFM_FAULTY");
    if (!folder) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(name, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    if (strncmp(path, folder, strlen(folder))) return 0;
    const char *end = path + n;
    /* The shared memory of the write-ahead log is no disk. */
    return !(n > 4 && !strcmp(end - 4, "-shm"));
}

static int fails(int fd, int sync) {
    static unsigned state;
    static int begun;
    int keep = errno, percent = 0, said = 0;
    unsigned seed = 1;
    char text[64] = {0};
    const char *control = getenv("SFM_FAULTS");
    if (!control || !meant(fd)) { errno = keep; return 0; }
    int file = open(control, O_RDONLY | O_CLOEXEC);
    if (file < 0) { errno = keep; return 0; }
    if (!real_read) real_read = dlsym(RTLD_NEXT, "read");
    said = (int)real_read(file, text, sizeof text - 1);
    close(file);
    errno = keep;
    if (said <= 0) return 0;
    if (!strncmp(text, "sync", 4)) return sync ? EIO : 0;
    if (!strncmp(text, "full", 4)) return sync ? 0 : ENOSPC;
    if (sscanf(text, "some %u %d", &seed, &percent) == 2) {
        if (!begun) { begun = 1; state = seed; }
        if ((int)(rand_r(&state) % 100) < percent) return sync ? EIO : ENOSPC;
    }
    return 0;
}

#define FAULTY(sync) do { int code = fails(fd, sync); if (code) { errno = code; return -1; } } while (0)

int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    FAULTY(1);
    return real(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    FAULTY(1);
    return real(fd);
}

ssize_t write(int fd, const void *data, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    FAULTY(0);
    return real(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    FAULTY(0);
    return real(fd, data, size, at);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite");
    FAULTY(0);
    return real(fd, data, size, at);
}

int ftruncate64(int fd, off64_t size) {
    static int (*real)(int, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "ftruncate64");
    FAULTY(0);
    return real(fd, size);
}
