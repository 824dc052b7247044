/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "front.h"

#include "buffer.h"
#include "scratch.h"
#include "tap.h"

static void
test_written(void)
{
	char folder[] = "/srv/a:b", host[] = "search2.internal", address[] = "fd00::2";
	struct front written = {.count = 3,
	    .shards = {{.folder = folder, .generation = 42, .stamp = "1/3 abc"},
		{.host = host, .port = 7010, .stamp = "2/3 def", .may_be_public = true},
		{.host = address, .port = 1, .stamp = "3/3"}}};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct front front;

	tap_ok(front_read(scratch_folder(), &front, &err) == FORNIX_OK && front.count == 0,
	    "a generation without a list of shards has its articles itself");
	tap_ok(front_write(&written, scratch_folder(), &err) == FORNIX_OK, "a list is written");
	if (!tap_ok(front_read(scratch_folder(), &front, &err) == FORNIX_OK && front.count == 3,
		"and read: %s", err.message))
		return;
	tap_string(front.shards[0].folder, "/srv/a:b", "a folder");
	tap_ok(front.shards[0].host == NULL && front.shards[0].generation == 42,
	    "and its generation");
	tap_string(front.shards[0].stamp, "1/3 abc", "and its stamp");
	tap_string(front.shards[1].host, "search2.internal", "a host");
	tap_ok(front.shards[1].folder == NULL && front.shards[1].port == 7010, "and its port");
	tap_ok(front.shards[1].may_be_public && !front.shards[2].may_be_public,
	    "and whether that may be a public one");
	tap_string(front.shards[2].host, "fd00::2", "an address of IPv6");
	tap_ok(front.shards[2].port == 1, "and its port");
	tap_ok(front_number(&front, 2, 17) == 50, "documents of shards take turns");
	tap_ok(front_number(&front, 1, 0) == 0 && front_number(&front, 1, UINT32_MAX) == 0,
	    "what is no number has none");
	front_fini(&front);
	folder[5] = '\t';
	tap_ok(front_write(&written, scratch_folder(), &err) == FORNIX_ERR_INPUT,
	    "a folder with a tab in its name cannot be listed");
}

static void
test_damaged(void)
{
	static const char *const texts[] = {"", "/a\t1\tx", "/a\t1\n", "/a\t0\tx\n",
	    "/a\t-1\tx\n", "/a\t1234567890\tx\n", "host:1\t1\tx\n", "host\t0\tx\n",
	    ":1\t0\tx\n", "[]:1\t0\tx\n", "host:65536\t0\tx\n", "host:\t0\tx\n", "\t1\tx\n",
	    "host:1\t0\tx\tplane\n",
	    "/a\t1\t0123456789012345678901234567890123456789012345678901234567890123\n"};
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct front front;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		scratch_write_text(FRONT_FILE, texts[i]);
		tap_ok(front_read(scratch_folder(), &front, &err) == FORNIX_ERR_CORRUPT &&
			   front.count == 0,
		    "damage %zu is seen", i);
	}
	tap_ok(strstr(err.message, "fornix index --join") != NULL, "and the remedy said: %s",
	    err.message);
}

static void
test_many(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct front front;
	struct buffer text CLEANUP_BUFFER;
	size_t i;

	buffer_init(&text, FRONT_BYTES_MAX);
	for (i = 0; i < SHARE_COUNT_MAX; i++)
		buffer_append_string(&text, "/a\t1\tx\n");
	scratch_write_text(FRONT_FILE, text.data);
	tap_ok(front_read(scratch_folder(), &front, &err) == FORNIX_OK &&
		   front.count == SHARE_COUNT_MAX,
	    "as many shards as there may be");
	front_fini(&front);
	buffer_append_string(&text, "/a\t1\tx\n");
	scratch_write_text(FRONT_FILE, text.data);
	tap_ok(
	    front_read(scratch_folder(), &front, &err) == FORNIX_ERR_CORRUPT, "and one more");
}

int
main(void)
{
	test_written();
	test_damaged();
	test_many();
	return tap_done();
}
