/* Preloaded into a JVM: lets the k-th sync or write fail, writes be short, and the disk be full. Controlled through the functions at the end. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long syncs_until_failure = -1; /* < 0: never */
static atomic_long bytes_until_full = -1;    /* < 0: never full */
static atomic_long syncs;
static atomic_long writes_until_failure = -1; /* < 0: never */
static atomic_long writes;
static atomic_int write_broken; /* what a failing write was cut to has been written: the rest fails */
static atomic_long failed_on; /* 0: none failed yet, 1: a file's sync did, 2: a directory's */

static int sync_fails(int fd) {
  atomic_fetch_add(&syncs, 1);
  if (atomic_load(&syncs_until_failure) < 0) return 0;
  if (atomic_fetch_sub(&syncs_until_failure, 1) != 1) return 0;
  struct stat about;
  atomic_store(&failed_on, fstat(fd, &about) == 0 && S_ISDIR(about.st_mode) ? 2 : 1);
  return 1;
}

int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  if (sync_fails(fd)) { errno = EIO; return -1; }
  return real(fd);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
  if (sync_fails(fd)) { errno = EIO; return -1; }
  return real(fd);
}

/* How many of the bytes may be written: fewer at the edge, as a real disk does it; -1 when none. */
static ssize_t room(size_t count) {
  atomic_fetch_add(&writes, 1);
  if (atomic_exchange(&write_broken, 0)) { errno = EIO; return -1; }
  if (atomic_load(&writes_until_failure) >= 0 && atomic_fetch_sub(&writes_until_failure, 1) == 1) {
    if (count < 2) { errno = EIO; return -1; }
    atomic_store(&write_broken, 1);
    return (ssize_t) (count / 2);
  }
  long left = atomic_load(&bytes_until_full);
  if (left < 0) return (ssize_t) count;
  if (left == 0) { errno = ENOSPC; return -1; }
  if ((long) count > left) count = (size_t) left;
  atomic_fetch_sub(&bytes_until_full, (long) count);
  return (ssize_t) count;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  ssize_t allowed = room(count);
  if (allowed < 0) return -1;
  return real(fd, bytes, (size_t) allowed, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return pwrite64(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  ssize_t allowed = fd <= 2 ? (ssize_t) count : room(count);
  if (allowed < 0) return -1;
  return real(fd, bytes, (size_t) allowed);
}

void disk_fail_sync(long kth) { atomic_store(&failed_on, 0); atomic_store(&syncs_until_failure, kth); }
long disk_failed_on(void) { return atomic_load(&failed_on); }
void disk_room(long bytes) { atomic_store(&bytes_until_full, bytes); }
void disk_fail_write(long kth) { atomic_store(&write_broken, 0); atomic_store(&writes_until_failure, kth); }
long disk_writes(void) { return atomic_load(&writes); }
long disk_syncs(void) { return atomic_load(&syncs); }
