/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stopword.h"

#include "span.h"

/*
 * Sorted by bytes.  Function words and what people wrap a question in.  Not
 * here: negations (no, not, never, without), because they turn the meaning;
 * words of time and place (before, after, under), because "headache after
 * surgery" is another question than "headache"; and words that are also
 * medical abbreviations (all, us, id, ill).
 */
/* clang-format off */
static const char *const stopwords[] = {
    "a", "about", "also", "am", "an", "and", "any", "anybody", "anyone", "anything",
    "are", "as", "at", "be", "because", "been", "being", "but", "by", "can", "could",
    "did", "do", "does", "doing", "explain", "find", "for", "from", "get", "getting",
    "give", "got", "had", "has", "have", "having", "he", "hello", "help", "her", "here",
    "hers", "hi", "him", "his", "how", "i", "if", "im", "in", "into", "is", "it", "its",
    "itself", "ive", "just", "know", "like", "many", "may", "maybe", "me", "might",
    "mine", "much", "must", "my", "myself", "need", "of", "on", "or", "our", "ours",
    "please", "really", "shall", "she", "should", "so", "some", "somebody", "someone",
    "something", "such", "tell", "than", "thank", "thanks", "that", "the", "their",
    "theirs", "them", "then", "there", "these", "they", "this", "those", "to", "too",
    "very", "want", "was", "we", "were", "what", "whatever", "whats", "when",
    "whenever", "where", "whether", "which", "while", "who", "whom", "whose", "why",
    "will", "with", "wonder", "wondering", "would", "you", "your", "youre", "yours",
    "yourself",
};
/* clang-format on */

bool
stopword_is_known(const char *word, size_t length)
{
	size_t low = 0, high = sizeof stopwords / sizeof stopwords[0];

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = span_compare(
		    (struct span){word, length}, span_from_string(stopwords[middle]));

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}
