/* SPDX-License-Identifier: MIT */
/*
 * Executing this program.
 *
 * What is executed is /proc/self/exe: this very file, whatever has become of
 * its name.  Of the descriptors it gets the standard ones and its socket, all
 * others are closed, whether they are close-on-exec or not.
 */
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mp/start_impl.h"

/* The descriptors of what is executed: 0 or an errno value. */
static int arrange(posix_spawn_file_actions_t *actions, int socket)
{
	/* Also when it is that descriptor already: no longer close-on-exec. */
	int err =
		posix_spawn_file_actions_adddup2(actions, socket, MP__START_FD);

	return err ? err
		   : posix_spawn_file_actions_addclosefrom_np(actions,
							      MP__START_FD + 1);
}

int mp__execute(const char **argv, int socket, pid_t *ret_pid)
{
	posix_spawn_file_actions_t actions;
	int err = posix_spawn_file_actions_init(&actions);

	if (err)
		return err;
	argv[0] = program_invocation_name;
	err = arrange(&actions, socket);
	if (!err)
		err = posix_spawn(ret_pid, "/proc/self/exe", &actions, NULL,
				  (char **)(uintptr_t)argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return err == ENOENT ? ENOSYS : err;
}

/* The socket at which the child will find its parcel; -1 and errno. */
static int send_letter(const mp_process *p)
{
	struct mp__parcel parcel = { 0 };
	int ends[2], err;

	mp__letter_pack(&parcel, p);
	err = parcel.err;
	if (!err && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		err = errno;
	if (!err) {
		err = mp__parcel_send(&parcel, ends[0]);
		(void)close(ends[0]);
		if (err)
			(void)close(ends[1]);
	}
	mp__parcel_fini(&parcel);
	errno = err;
	return err ? -1 : ends[1];
}

static int spawn(mp_process *p, int socket)
{
	const char *argv[] = { NULL, MP__CHILD_MARK, p->name, NULL };
	pid_t pid;
	int err;

	mp__family_add(p);
	err = mp__execute(argv, socket, &pid);
	if (!err)
		return mp__adopt(p, pid);
	mp__family_drop(p);
	return err;
}

/* The child finds what was printed and not flushed nowhere; but the order. */
int mp__spawn_child(mp_process *p)
{
	int err = mp__lifeline_open(&p->lifeline), socket;

	if (err)
		return err;
	mp__flush();
	socket = send_letter(p);
	if (socket < 0) {
		err = errno;
		mp__lifeline_close(&p->lifeline);
		return err;
	}
	err = spawn(p, socket);
	(void)close(socket);
	return err;
}
