/* SPDX-License-Identifier: MIT */
/*
 * A recording in another format.
 */
#ifndef APP_EXPORT_H
#define APP_EXPORT_H

/*
 * Write the recording at @path to the file @output (NULL: standard output) in
 * @format.  A file appears under its name only when it is complete.  Returns
 * the exit status: 0; 1 if the recording ends early or the output cannot be
 * written; 2 if there is no such format or no recording.
 */
int app_export(const char *path, const char *format, const char *output);

#endif
