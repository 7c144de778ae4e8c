/** Runs that survive what kills them: their state written down from time to time, read again, and gone on with. */
package org.thalweg.checkpoint;
