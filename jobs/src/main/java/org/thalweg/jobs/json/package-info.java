/**
 * JSON files, written from plain maps and lists, and parsed token by token to the same: no classes are deserialized.
 */
package org.thalweg.jobs.json;
