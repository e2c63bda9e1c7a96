/*
 * A disk that can be watched, made to fail, and killed at: loaded with LD_PRELOAD into a process under test, it stands
 * between that process and the C library for every change of a file below one folder.
 *
 *   DISK_SHIM_ROOT     the folder, absolute and without links
 *   DISK_SHIM_CONTROL  a file of 8 numbers (struct control), mapped by all: faults and kills are set while it runs
 *   DISK_SHIM_TRACE    where to write down what happened, in order (optional)
 *   DISK_SHIM_MARKS    a file whose writes are put into the trace as marks, not written (optional)
 *   DISK_SHIM_NET      when set, what goes out through TCP sockets, and comes in, is put into the trace too
 *
 * A change and its record are one step under a lock, so that the trace has the order in which the kernel saw them. A sync
 * has two records, its beginning and its end: what was written before the beginning is on the disk at the end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum fault { NONE, NO_SPACE, WRITE_ERROR, SYNC_ERROR, READ_ONLY, SLOW_SYNC, DATABASE_SYNC_ERROR };
enum spot { NOWHERE, LOG_SYNC, ANY_CHANGE };

/* The same numbers, in this order, as in disk-control.ts. */
struct control {
  _Atomic uint64_t fault, left, hits, delay_ms, spot, at, log_syncs, changes;
};

static struct control nothing;
static struct control *control = &nothing;
static char root[4096], marks[4096];
static size_t root_length;
static int trace = -1;
static int watches_net;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Atomic uint64_t tokens;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static ssize_t (*real_sendmsg)(int, const struct msghdr *, int);
static ssize_t (*real_read)(int, void *, size_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_rename)(const char *, const char *);
static int (*real_unlinkat)(int, const char *, int);

static void set_up(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwritev = dlsym(RTLD_NEXT, "pwritev64");
  real_sendmsg = dlsym(RTLD_NEXT, "sendmsg");
  real_read = dlsym(RTLD_NEXT, "read");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_openat = dlsym(RTLD_NEXT, "openat64");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_unlinkat = dlsym(RTLD_NEXT, "unlinkat");
  const char *folder = getenv("DISK_SHIM_ROOT"), *shared = getenv("DISK_SHIM_CONTROL");
  const char *log = getenv("DISK_SHIM_TRACE"), *marked = getenv("DISK_SHIM_MARKS");
  if (folder) root_length = (size_t)snprintf(root, sizeof root, "%s/", folder);
  if (marked) snprintf(marks, sizeof marks, "%s", marked);
  watches_net = getenv("DISK_SHIM_NET") != NULL;
  if (log) trace = real_openat(AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (!shared) return;
  int fd = real_openat(AT_FDCWD, shared, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped != MAP_FAILED) control = mapped;
  close(fd);
}
__attribute__((constructor)) static void begin(void) { pthread_once(&once, set_up); }

/* What a descriptor stands for. */
enum kind { OTHER, DATA, FOLDER, MARKS, NET };
struct target {
  enum kind kind;
  uint64_t inode;
  const char *path; /* below the root */
  char name[4096];
};

static int is_below(const char *path) {
  return root_length > 0 && strncmp(path, root, root_length) == 0;
}

static void look(int fd, struct target *target) {
  pthread_once(&once, set_up);
  char link[64];
  struct stat status;
  target->kind = OTHER;
  target->path = target->name;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, target->name, sizeof target->name - 2);
  if (length <= 0) return;
  target->name[length] = 0;
  if (watches_net && sscanf(target->name, "socket:[%lu]", (unsigned long *)&target->inode) == 1) {
    target->kind = NET;
  } else if (marks[0] && strcmp(target->name, marks) == 0) {
    target->kind = MARKS;
  } else if (root_length > 0 && strlen(target->name) == root_length - 1 && strncmp(target->name, root, root_length - 1) == 0) {
    target->kind = FOLDER;
    target->path = "";
  } else if (is_below(target->name) && fstat(fd, &status) == 0) {
    target->kind = S_ISDIR(status.st_mode) ? FOLDER : DATA;
    target->inode = status.st_ino;
    target->path = target->name + root_length;
  }
}

struct record {
  uint32_t kind, length;
  uint64_t a, b;
};

/* Called with the lock held, and not through the functions below. */
static void note(char kind, uint64_t a, uint64_t b, const struct iovec *data, int count, size_t length) {
  if (trace < 0) return;
  struct record record = {(uint32_t)kind, (uint32_t)length, a, b};
  struct iovec all[1 + 64] = {{&record, sizeof record}};
  int used = 1;
  for (int i = 0; i < count && used < 65 && length > 0; i++) {
    size_t part = data[i].iov_len < length ? data[i].iov_len : length;
    all[used++] = (struct iovec){data[i].iov_base, part};
    length -= part;
  }
  syscall(SYS_writev, trace, all, used);
}

static void note_text(char kind, uint64_t a, uint64_t b, const char *text, size_t length) {
  struct iovec one = {(void *)text, length};
  note(kind, a, b, &one, 1, length);
}

static void pass(enum spot spot) {
  _Atomic uint64_t *count = spot == LOG_SYNC ? &control->log_syncs : &control->changes;
  uint64_t passage = ++*count;
  if (control->spot != spot || control->at != passage) return;
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Whether this fault strikes now. */
static int strikes(enum fault fault) {
  if (control->fault != fault || control->left == 0) return 0;
  if (control->left != UINT64_MAX) control->left--;
  control->hits++;
  return 1;
}

/* The error that a change of a file fails with; 0 to let it be. A full disk takes half of the first write. */
static int refusal(size_t *length) {
  if (strikes(WRITE_ERROR)) return EIO;
  if (strikes(READ_ONLY)) return EROFS;
  /* Nothing needs room but a write. */
  if (!length || !strikes(NO_SPACE)) return 0;
  if (*length < 1024 || control->hits % 2 == 0) return ENOSPC;
  *length /= 2;
  return 0;
}

static size_t total(const struct iovec *data, int count) {
  size_t length = 0;
  for (int i = 0; i < count; i++) length += data[i].iov_len;
  return length;
}

static ssize_t change(int fd, const struct target *target, const struct iovec *data, int count, off_t offset) {
  size_t length = total(data, count), wanted = length;
  pthread_mutex_lock(&lock);
  pass(ANY_CHANGE);
  int error = refusal(&length);
  ssize_t written = -1;
  if (error == 0) {
    off_t at = offset;
    if (offset < 0) {
      struct stat status;
      int appends = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
      at = appends && fstat(fd, &status) == 0 ? status.st_size : lseek(fd, 0, SEEK_CUR);
    }
    if (length < wanted) {
      written = offset < 0 ? real_write(fd, data[0].iov_base, data[0].iov_len < length ? data[0].iov_len : length)
                           : real_pwrite(fd, data[0].iov_base, data[0].iov_len < length ? data[0].iov_len : length, offset);
    } else {
      written = offset < 0 ? real_writev(fd, data, count) : real_pwritev(fd, data, count, offset);
    }
    error = errno;
    if (written > 0) note('W', target->inode, (uint64_t)at, data, count, (size_t)written);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return written;
}

static uint64_t ports_of(int fd) {
  struct sockaddr_storage here = {0}, there = {0};
  socklen_t length = sizeof here;
  uint16_t local = 0, remote = 0;
  if (getsockname(fd, (struct sockaddr *)&here, &length) != 0) return 0;
  length = sizeof there;
  if (getpeername(fd, (struct sockaddr *)&there, &length) != 0) return 0;
  if (here.ss_family == AF_INET) local = ntohs(((struct sockaddr_in *)&here)->sin_port);
  if (here.ss_family == AF_INET6) local = ntohs(((struct sockaddr_in6 *)&here)->sin6_port);
  if (there.ss_family == AF_INET) remote = ntohs(((struct sockaddr_in *)&there)->sin_port);
  if (there.ss_family == AF_INET6) remote = ntohs(((struct sockaddr_in6 *)&there)->sin6_port);
  return (uint64_t)local << 32 | remote;
}

static ssize_t send_out(int fd, const struct target *target, const struct iovec *data, int count) {
  pthread_mutex_lock(&lock);
  ssize_t written = real_writev(fd, data, count);
  int error = errno;
  uint64_t ports = written > 0 ? ports_of(fd) : 0;
  if (ports != 0) note('N', ports, target->inode, data, count, (size_t)written);
  pthread_mutex_unlock(&lock);
  errno = error;
  return written;
}

static ssize_t mark(const struct iovec *data, int count) {
  pthread_mutex_lock(&lock);
  note('M', 0, 0, data, count, total(data, count));
  pthread_mutex_unlock(&lock);
  return (ssize_t)total(data, count);
}

static ssize_t any_write(int fd, const struct iovec *data, int count, off_t offset) {
  struct target target;
  look(fd, &target);
  switch (target.kind) {
    case DATA: return change(fd, &target, data, count, offset);
    case MARKS: return mark(data, count);
    case NET: return send_out(fd, &target, data, count);
    default: return offset < 0 ? real_writev(fd, data, count) : real_pwritev(fd, data, count, offset);
  }
}

ssize_t write(int fd, const void *data, size_t length) {
  struct iovec one = {(void *)data, length};
  return any_write(fd, &one, 1, -1);
}
ssize_t writev(int fd, const struct iovec *data, int count) { return any_write(fd, data, count, -1); }
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
  struct iovec one = {(void *)data, length};
  return any_write(fd, &one, 1, offset);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }
ssize_t pwritev(int fd, const struct iovec *data, int count, off_t offset) { return any_write(fd, data, count, offset); }
ssize_t pwritev64(int fd, const struct iovec *data, int count, off_t offset) { return any_write(fd, data, count, offset); }

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  struct target target;
  look(fd, &target);
  if (target.kind == NET && message->msg_controllen == 0 && message->msg_name == NULL) {
    return send_out(fd, &target, message->msg_iov, (int)message->msg_iovlen);
  }
  return real_sendmsg(fd, message, flags);
}

ssize_t read(int fd, void *data, size_t length) {
  pthread_once(&once, set_up);
  ssize_t count = real_read(fd, data, length);
  if (!watches_net || count <= 0) return count;
  struct target target;
  int error = errno;
  look(fd, &target);
  if (target.kind == NET) {
    struct iovec one = {data, (size_t)count};
    pthread_mutex_lock(&lock);
    uint64_t ports = ports_of(fd);
    if (ports != 0) note('G', ports, target.inode, &one, 1, (size_t)count);
    pthread_mutex_unlock(&lock);
  }
  errno = error;
  return count;
}

int ftruncate64(int fd, off_t size) {
  struct target target;
  look(fd, &target);
  if (target.kind != DATA) return real_ftruncate(fd, size);
  pthread_mutex_lock(&lock);
  pass(ANY_CHANGE);
  int error = refusal(NULL), result = -1;
  if (error == 0) {
    result = real_ftruncate(fd, size);
    error = errno;
    if (result == 0) note_text('T', target.inode, (uint64_t)size, "", 0);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int is_log(const char *path) {
  size_t length = strlen(path);
  return length > 4 && strcmp(path + length - 4, "-wal") == 0;
}

/*
 * A sync that fails is told to everybody who has the file open, once, with their next sync of it (Linux since 4.13): what
 * one of them lost the others were perhaps about to sync. Failures are numbered; known is the last one of each file that
 * had any, and up to which each descriptor was told. Called with the lock held.
 */
#define MOST_FAILED 64
#define MOST_DESCRIPTORS 4096
static uint64_t failures;
static struct { uint64_t inode, last; } failed[MOST_FAILED];
static struct { uint64_t inode, until; } told[MOST_DESCRIPTORS];

static void opened(int fd, uint64_t inode) {
  if (fd >= MOST_DESCRIPTORS) abort();
  told[fd].inode = inode;
  told[fd].until = failures;
}

static void has_failed(uint64_t inode) {
  int at = 0;
  while (at < MOST_FAILED - 1 && failed[at].inode != inode && failed[at].inode != 0) at++;
  failed[at].inode = inode;
  failed[at].last = ++failures;
}

static int is_told(int fd, uint64_t inode) {
  if (told[fd].inode != inode) opened(fd, inode);
  int news = 0;
  for (int i = 0; i < MOST_FAILED; i++) news |= failed[i].inode == inode && failed[i].last > told[fd].until;
  told[fd].until = failures;
  return news;
}

static int any_sync(int fd, int (*real)(int)) {
  struct target target;
  look(fd, &target);
  if (target.kind != DATA && target.kind != FOLDER) return real(fd);
  uint64_t token = ++tokens;
  pthread_mutex_lock(&lock);
  if (target.kind == DATA && is_log(target.path)) pass(LOG_SYNC);
  pass(ANY_CHANGE);
  if (target.kind == DATA) note_text('s', target.inode, token, "", 0);
  int fails = target.kind == DATA && (strikes(SYNC_ERROR) || (!is_log(target.path) && strikes(DATABASE_SYNC_ERROR)));
  int slow = target.kind == DATA && strikes(SLOW_SYNC);
  pthread_mutex_unlock(&lock);
  if (slow) {
    struct timespec delay = {(time_t)(control->delay_ms / 1000), (long)(control->delay_ms % 1000) * 1000000};
    nanosleep(&delay, NULL);
  }
  int result = fails ? -1 : real(fd), error = fails ? EIO : errno;
  pthread_mutex_lock(&lock);
  if (fails) has_failed(target.inode);
  if (target.kind == DATA) note_text(result == 0 ? 'S' : 'F', target.inode, token, "", 0);
  else if (result == 0) note_text('D', 0, 0, target.path, strlen(target.path));
  /* What was lost earlier is lost; what was to be written out now is on the disk. */
  if (target.kind == DATA && is_told(fd, target.inode) && result == 0) {
    result = -1;
    error = EIO;
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int fsync(int fd) { return any_sync(fd, real_fsync); }
int fdatasync(int fd) { return any_sync(fd, real_fdatasync); }

static int any_open(int folder, const char *path, int flags, mode_t mode) {
  pthread_once(&once, set_up);
  int changes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
  if (!changes || root_length == 0) return real_openat(folder, path, flags, mode);
  pthread_mutex_lock(&lock);
  if (is_below(path) && strikes(READ_ONLY)) {
    pthread_mutex_unlock(&lock);
    errno = EROFS;
    return -1;
  }
  int was_there = faccessat(folder, path, F_OK, 0) == 0;
  int fd = real_openat(folder, path, flags, mode), error = errno;
  if (fd >= 0) {
    struct target target;
    look(fd, &target);
    if (target.kind == DATA) {
      opened(fd, target.inode);
      note_text(was_there ? 'O' : 'C', target.inode, 0, target.path, strlen(target.path));
      if (was_there && (flags & O_TRUNC)) note_text('T', target.inode, 0, "", 0);
    }
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

#define MODE(flags, mode)                       \
  mode_t mode = 0;                              \
  if ((flags) & (O_CREAT | __O_TMPFILE)) {      \
    va_list rest;                               \
    va_start(rest, flags);                      \
    mode = (mode_t)va_arg(rest, int);           \
    va_end(rest);                               \
  }
int open(const char *path, int flags, ...) { MODE(flags, mode) return any_open(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, mode) return any_open(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags, mode) return any_open(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) {
  MODE(flags, mode) return any_open(folder, path, flags | O_LARGEFILE, mode);
}

int rename(const char *from, const char *to) {
  pthread_once(&once, set_up);
  if (!is_below(from) || !is_below(to)) return real_rename(from, to);
  pthread_mutex_lock(&lock);
  pass(ANY_CHANGE);
  int error = refusal(NULL), result = -1;
  if (error == 0) {
    result = real_rename(from, to);
    error = errno;
    if (result == 0) {
      char both[8192];
      int length = snprintf(both, sizeof both, "%s%c%s", from + root_length, 0, to + root_length);
      note_text('R', 0, 0, both, (size_t)length);
    }
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int unlinkat(int folder, const char *path, int flags) {
  pthread_once(&once, set_up);
  if (!is_below(path)) return real_unlinkat(folder, path, flags);
  pthread_mutex_lock(&lock);
  pass(ANY_CHANGE);
  int error = refusal(NULL), result = -1;
  if (error == 0) {
    result = real_unlinkat(folder, path, flags);
    error = errno;
    if (result == 0) note_text('U', 0, 0, path + root_length, strlen(path + root_length));
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int remove(const char *path) {
  int result = unlinkat(AT_FDCWD, path, 0);
  return result != 0 && errno == EISDIR ? unlinkat(AT_FDCWD, path, AT_REMOVEDIR) : result;
}
