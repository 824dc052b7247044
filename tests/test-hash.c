/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hash.h"

#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "tap.h"

/* Examples of FIPS 180-4, and lengths around a block of 64 bytes. */
static const struct {
	const char *text;
	const char *hex;
} vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
     "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
	"cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
};

static const char million_hex[] =
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

static void
test_vectors(void)
{
	unsigned char hash[HASH_BYTES];
	char hex[HASH_HEX_BYTES];
	size_t i;

	for (i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		hash_bytes(vectors[i].text, strlen(vectors[i].text), hash);
		hash_to_hex(hash, hex);
		tap_string(hex, vectors[i].hex, "bytes");
	}
}

static void
test_file(void)
{
	static char million[1000000];
	struct fornix_error err = FORNIX_ERROR_INIT;
	unsigned char hash[HASH_BYTES];
	char hex[HASH_HEX_BYTES];

	memset(million, 'a', sizeof million);
	scratch_write("million", million, sizeof million);
	tap_number(hash_file("million", hash, &err), FORNIX_OK, "file");
	hash_to_hex(hash, hex);
	tap_string(hex, million_hex, "a million bytes in pieces");
	scratch_write("empty", "", 0);
	tap_number(hash_file("empty", hash, &err), FORNIX_OK, "empty file");
	hash_to_hex(hash, hex);
	tap_string(hex, vectors[0].hex, "no bytes");
}

static void
test_errors(void)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	unsigned char hash[HASH_BYTES] = {42};

	tap_number(hash_file("missing", hash, &err), FORNIX_ERR_NOT_FOUND, "missing file");
	tap_ok(strstr(err.message, "'missing'") != NULL, "the message names the file");
	tap_number(hash_file(".", hash, &err), FORNIX_ERR_IO, "a folder");
	assert(mkfifo("pipe", 0600) == 0);
	tap_number(hash_file("pipe", hash, &err), FORNIX_ERR_IO, "a pipe does not hang");
	tap_number(hash[0], 42, "the output is not touched");
}

int
main(void)
{
	assert(chdir(scratch_folder()) == 0);
	test_vectors();
	test_file();
	test_errors();
	return tap_done();
}
