/* SPDX-License-Identifier: MIT */
/*
 * What `procession new` writes.  @NAME@ stands for the id of the lesson,
 * @DEMO@ for the name of its demo.
 */
#ifndef APP_SKELETON_H
#define APP_SKELETON_H

/* NAME.yaml, DEMO.c and Makefile. */
extern const char app_skeleton_lesson[];
extern const char app_skeleton_demo[];
extern const char app_skeleton_makefile[];

/* A step of this kind, to be put below `steps:`; NULL: there is none such. */
const char *app_skeleton_step(const char *kind);

#endif
