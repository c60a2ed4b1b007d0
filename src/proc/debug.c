/* SPDX-License-Identifier: MIT */
/*
 * libdw works on a copy of the file in memory (elf_memory), not on a mapping:
 * a file that is cut short behind a mapping would end the player by SIGBUS.
 * This is also why it is dwarf_begin_elf() here and not libdwfl, which maps
 * files itself and looks for debug information in other places.
 */
#include "proc/debug.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/scope.h"

#define SIZE_MAX_BYTES (1LL << 30)

struct proc_debug {
	char *bytes;
	Elf *elf;
	Dwarf *dwarf; /* NULL: no debug information */
};

/* Read @size bytes, or what there is. */
static ssize_t read_all(int fd, char *to, size_t size)
{
	size_t len = 0;

	while (len < size) {
		ssize_t n = read(fd, to + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	return (ssize_t)len;
}

static char *read_file(const char *path, size_t *ret_len)
{
	/* Not to hang on what is no file. */
	SCOPED_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	SCOPED_FREE char *bytes = NULL;
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_size <= 0 || st.st_size > SIZE_MAX_BYTES)
		return NULL;
	bytes = mem_new((size_t)st.st_size, 1);
	n = read_all(fd, bytes, (size_t)st.st_size);
	if (n <= 0)
		return NULL;
	*ret_len = (size_t)n;
	return ptr_take(&bytes);
}

static bool has_units(Dwarf *dwarf)
{
	Dwarf_CU *unit = NULL;

	return dwarf_get_units(dwarf, NULL, &unit, NULL, NULL, NULL, NULL) == 0;
}

struct proc_debug *proc_debug_open(const char *path)
{
	struct proc_debug *d;
	size_t len;
	char *bytes = read_file(path, &len);

	if (!bytes)
		return NULL;
	(void)elf_version(EV_CURRENT);
	d = mem_new(1, sizeof(*d));
	d->bytes = bytes;
	d->elf = elf_memory(bytes, len);
	if (!d->elf || elf_kind(d->elf) != ELF_K_ELF) {
		proc_debug_close(d);
		return NULL;
	}
	d->dwarf = dwarf_begin_elf(d->elf, DWARF_C_READ, NULL);
	/* What remains without units (.debug_frame, say) has no lines. */
	if (d->dwarf && !has_units(d->dwarf)) {
		(void)dwarf_end(d->dwarf);
		d->dwarf = NULL;
	}
	return d;
}

void proc_debug_close(struct proc_debug *d)
{
	if (!d)
		return;
	(void)dwarf_end(d->dwarf);
	(void)elf_end(d->elf);
	free(d->bytes);
	free(d);
}

/*
 * The compilation unit that has @address.  Clang writes no .debug_aranges
 * unless told to, so all units are asked where that index says nothing.
 */
static bool find_unit(struct proc_debug *d, uint64_t address, Dwarf_Die *ret)
{
	Dwarf_CU *unit = NULL;

	if (dwarf_addrdie(d->dwarf, address, ret))
		return true;
	while (dwarf_get_units(d->dwarf, unit, &unit, NULL, NULL, ret, NULL) ==
	       0) {
		if (dwarf_haspc(ret, address) == 1)
			return true;
	}
	return false;
}

static bool is_function(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

static int number_of(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	return dwarf_attr(die, name, &attribute) &&
			       dwarf_formudata(&attribute, &value) == 0 &&
			       value <= INT_MAX
		       ? (int)value
		       : 0;
}

/* Where @inlined is: in which function, and where in it. */
static void find_caller(Dwarf_Die *unit, Dwarf_Die *inlined,
			struct proc_line *found)
{
	int file = number_of(inlined, DW_AT_call_file);
	Dwarf_Files *files = NULL;
	Dwarf_Die *around = NULL;
	size_t count = 0;
	int n = dwarf_getscopes_die(inlined, &around);

	/* The first is itself. */
	for (int i = 1; i < n && !found->caller; i++) {
		if (is_function(&around[i]))
			found->caller = dwarf_diename(&around[i]);
	}
	if (n > 0)
		free(around);
	found->caller_line = number_of(inlined, DW_AT_call_line);
	if (dwarf_getsrcfiles(unit, &files, &count) == 0 &&
	    (size_t)file < count)
		found->caller_file =
			dwarf_filesrc(files, (size_t)file, NULL, NULL);
}

/* The innermost function, which may be inlined in another. */
static void find_function(Dwarf_Die *unit, uint64_t address,
			  struct proc_line *found)
{
	Dwarf_Die *scopes = NULL;
	int n = dwarf_getscopes(unit, address, &scopes);

	for (int i = 0; i < n && !found->function; i++) {
		if (!is_function(&scopes[i]))
			continue;
		found->function = dwarf_diename(&scopes[i]);
		if (dwarf_tag(&scopes[i]) == DW_TAG_inlined_subroutine)
			find_caller(unit, &scopes[i], found);
	}
	if (n > 0)
		free(scopes);
}

/* The function around @address in one symbol table. */
static const char *symbol_in(Elf *elf, Elf_Scn *section, uint64_t address)
{
	Elf_Data *data = elf_getdata(section, NULL);
	GElf_Shdr header;
	GElf_Sym symbol;

	if (!data || !gelf_getshdr(section, &header) || !header.sh_entsize)
		return NULL;
	for (int i = 0; gelf_getsym(data, i, &symbol); i++) {
		if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC &&
		    symbol.st_shndx != SHN_UNDEF &&
		    address >= symbol.st_value &&
		    address - symbol.st_value < symbol.st_size)
			return elf_strptr(elf, header.sh_link, symbol.st_name);
	}
	return NULL;
}

/* .symtab knows static functions; .dynsym is what strip leaves. */
static const char *symbol_name(struct proc_debug *d, uint64_t address)
{
	const char *name = NULL;
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while (!name && (section = elf_nextscn(d->elf, section)) != NULL) {
		if (gelf_getshdr(section, &header) &&
		    (header.sh_type == SHT_SYMTAB ||
		     header.sh_type == SHT_DYNSYM))
			name = symbol_in(d->elf, section, address);
	}
	return name;
}

struct proc_line proc_debug_find(struct proc_debug *d, uint64_t address)
{
	struct proc_line found = { .why = d->dwarf ? PROC_WHY_NO_LINE
						   : PROC_WHY_NO_DEBUG };
	Dwarf_Line *line = NULL;
	Dwarf_Die unit;

	if (d->dwarf && find_unit(d, address, &unit)) {
		find_function(&unit, address, &found);
		line = dwarf_getsrc_die(&unit, address);
	}
	if (line && dwarf_lineno(line, &found.line) == 0 && found.line > 0)
		found.file = dwarf_linesrc(line, NULL, NULL);
	if (found.file)
		found.why = PROC_WHY_FOUND;
	else
		found.line = 0;
	if (!found.function)
		found.function = symbol_name(d, address);
	return found;
}
