/* What glibc keeps behind _GNU_SOURCE, so that the module Glibc lacks it. */
#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

/* renameat2(2): fail when the new name exists; exchange both names. */
enum { krader_rename_noreplace = 1, krader_rename_exchange = 2 };

int renameat2(int old_folder, const char *old_path, int new_folder, const char *new_path,
              unsigned int flags);
int syncfs(int descriptor);

/* memfd_create(2): a file that lies in memory and has no name. */
enum { krader_memory_cloexec = 1 };

int memfd_create(const char *name, unsigned int flags);

#endif
