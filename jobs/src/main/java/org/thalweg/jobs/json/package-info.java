/** JSON files, written from plain maps and lists, and read token by token to such: no object of a class is made of one. */
package org.thalweg.jobs.json;
