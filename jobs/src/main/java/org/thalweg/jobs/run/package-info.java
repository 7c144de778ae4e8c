/**
 * What the commands do once their arguments are read: sessions, runs, and the files that they write.
 *
 * <p>Invariant: a folder is published whole or not at all, and a session lets go of all it holds however a run ends.
 */
package org.thalweg.jobs.run;
