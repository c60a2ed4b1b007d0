/* SPDX-License-Identifier: MIT */
/*
 * mp: process-parallel programming in C, after Python's multiprocessing.
 *
 *	#include <mp.h>		everything
 *	#include <mp/queue.h>	or one concept
 */
#ifndef MP_H
#define MP_H

#include "mp/any.h"
#include "mp/barrier.h"
#include "mp/condition.h"
#include "mp/connection.h"
#include "mp/dict.h"
#include "mp/event.h"
#include "mp/executor.h"
#include "mp/future.h"
#include "mp/imap.h"
#include "mp/list.h"
#include "mp/lock.h"
#include "mp/manager.h"
#include "mp/measure.h"
#include "mp/namespace.h"
#include "mp/pool.h"
#include "mp/process.h"
#include "mp/queue.h"
#include "mp/result.h"
#include "mp/semaphore.h"
#include "mp/shm.h"
#include "mp/show.h"
#include "mp/start.h"
#include "mp/task.h"
#include "mp/time.h"
#include "mp/type.h"
#include "mp/value.h"
#include "mp/wait.h"

#endif
