/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "assets.h"

#include <string.h>

/* Defines assets[], which ends with a name of NULL. */
#include "assets.inc"

const struct asset *
asset_by_name(const char *name)
{
	const struct asset *asset;

	for (asset = assets; asset->name != NULL; asset++) {
		if (strcmp(asset->name, name) == 0)
			return asset;
	}
	return NULL;
}

const struct asset *
asset_by_url(const char *url)
{
	const struct asset *asset;

	for (asset = assets; asset->name != NULL; asset++) {
		if (strcmp(asset->url, url) == 0)
			return asset;
	}
	return NULL;
}

const char *
asset_url(const char *name)
{
	const struct asset *asset = asset_by_name(name);

	return asset != NULL ? asset->url : "";
}
