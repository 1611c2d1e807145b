/* Preloaded into a program: lets one call of the system fail, or kills the program there.
 *
 * Counted are the calls that change files in the folder FAULT_FOLDER: opening to create, writing,
 * syncing, shortening, renaming, removing. FAULT_AT names the call, from 1 on, FAULT_KIND what
 * befalls it:
 *
 *   error   it fails once: no room to open or to write, else a failure of the device
 *   full    from it on there is no room; a write takes its first half
 *   short   a write takes only half, which is no error
 *   kill    the program is killed before it, or in the middle of a write
 *   nolock  no file can be locked, whichever call it is
 *
 * What was befallen is written to FAULT_LOG: the call, and the file's name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_int calls;
static int is_full;

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value ? value : "";
}

static int is(const char *kind) { return strcmp(setting("FAULT_KIND"), kind) == 0; }

static void die(void) {
  raise(SIGKILL);
  for (;;) pause();
}

static void note(const char *call, const char *path) {
  int log = REAL(open)(setting("FAULT_LOG"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const char *name = strrchr(path, '/');
  if (log < 0) return;
  dprintf(log, "%s %s\n", call, name ? name + 1 : path);
  close(log);
}

static int is_watched(const char *path) {
  const char *folder = setting("FAULT_FOLDER");
  return *folder && strncmp(path, folder, strlen(folder)) == 0;
}

/* Whether it is the call that something befalls. */
static int is_due(const char *call, const char *path) {
  if (!is_watched(path)) return 0;
  if (++calls != atoi(setting("FAULT_AT"))) return 0;
  note(call, path);
  is_full = is("full");
  return 1;
}

/* The same for a call that is whole or fails; `takes_room` if a full disk keeps it from that. */
static int fails(const char *call, const char *path, int takes_room) {
  int due = is_due(call, path);
  if (due && is("kill")) die();
  errno = takes_room ? ENOSPC : EIO;
  return (due && is("error")) || (is_full && takes_room);
}

static const char *path_of(int file) {
  static _Thread_local char path[PATH_MAX];
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, sizeof path - 1);
  path[count < 0 ? 0 : count] = 0;
  return path;
}

ssize_t write(int file, const void *bytes, size_t count) {
  const char *path = path_of(file);
  int due = is_due("write", path);
  if (due && !is("error")) {
    ssize_t written = count > 1 ? REAL(write)(file, bytes, count / 2) : 0;
    if (is("kill")) die();
    if (written > 0) return written;
  }
  errno = ENOSPC;
  if ((due && is("error")) || (is_full && is_watched(path))) return -1;
  return REAL(write)(file, bytes, count);
}

int fsync(int file) { return fails("fsync", path_of(file), 0) ? -1 : REAL(fsync)(file); }

int fdatasync(int file) {
  return fails("fdatasync", path_of(file), 0) ? -1 : REAL(fdatasync)(file);
}

int ftruncate(int file, off_t length) {
  return fails("ftruncate", path_of(file), 0) ? -1 : REAL(ftruncate)(file, length);
}

int rename(const char *from, const char *to) {
  return fails("rename", to, 0) ? -1 : REAL(rename)(from, to);
}

int unlink(const char *path) { return fails("unlink", path, 0) ? -1 : REAL(unlink)(path); }

#define OPEN(name)                                                               \
  int name(const char *path, int flags, ...) {                                   \
    va_list rest;                                                                \
    va_start(rest, flags);                                                       \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;                    \
    va_end(rest);                                                                \
    if (flags & O_CREAT && fails("open", path, access(path, F_OK) != 0)) return -1; \
    return REAL(name)(path, flags, mode);                                        \
  }

OPEN(open)
OPEN(open64)

/* A file system that knows no locks is no call that fails once. */
int flock(int file, int operation) {
  errno = ENOLCK;
  return is("nolock") && is_watched(path_of(file)) ? -1 : REAL(flock)(file, operation);
}
