/* SPDX-License-Identifier: MIT */
/*
 * What the student does to one process of a run.
 *
 * A signal is told before it is sent, so that it comes before what it brings
 * about; that it can be sent was asked of the kernel before that.  A nice value
 * is told afterwards, as the kernel has it then.
 */
#include "app/run_inside.h"

#include <errno.h>

#include "proc/act.h"

static int target(const struct app_run *r, pid_t pid, struct proc_target *ret)
{
	if (r->state == APP_RUN_STARTING)
		return -EAGAIN;
	if (r->state == APP_RUN_ENDED)
		return -ESRCH;
	*ret = (struct proc_target){
		.fd = app_kernel_pidfd(r->kernel, pid),
		.pid = pid,
		.root = app_guardian_pid(r->guardian),
	};
	return ret->fd < 0 ? -ESRCH : 0;
}

int app_run_signal(struct app_run *r, pid_t pid, int number)
{
	struct proc_target t;
	int rc = target(r, pid, &t);

	if (!rc)
		rc = proc_act_may(&t);
	if (rc)
		return rc;
	app_run_post(r, (struct trace_event){ .verb = MP_VERB_SIGNAL,
					      .pid = (uint32_t)pid,
					      .tid = (uint32_t)pid,
					      .a = (uint64_t)number });
	app_run_set_pace(r, false);
	return proc_act_signal(&t, number);
}

int app_run_nice(const struct app_run *r, pid_t pid, int *ret)
{
	struct proc_target t;
	int rc = target(r, pid, &t);

	return rc ? rc : proc_act_nice(&t, ret);
}

int app_run_renice(struct app_run *r, pid_t pid, int nice)
{
	int before, after, rc;
	struct proc_target t;

	rc = target(r, pid, &t);
	if (!rc)
		rc = proc_act_nice(&t, &before);
	if (rc)
		return rc;
	rc = proc_act_renice(&t, nice);
	if (proc_act_nice(&t, &after) < 0)
		return -ESRCH;
	app_run_post(r, (struct trace_event){
				.verb = MP_VERB_RENICE,
				.pid = (uint32_t)pid,
				.tid = (uint32_t)pid,
				.a = (uint64_t)(int64_t)after,
				.b = (uint64_t)(int64_t)before,
				.err = -rc,
			});
	app_run_set_pace(r, false);
	return rc;
}
