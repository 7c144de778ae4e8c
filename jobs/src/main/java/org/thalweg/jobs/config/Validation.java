package org.thalweg.jobs.config;

import java.util.Objects;
import org.thalweg.settings.Setting;

/** What a model is validated on after each epoch. */
public sealed interface Validation {

    /** Whether there is anything to validate on. */
    boolean isPresent();

    /** A share of the rows, held out by their keys; 0 means no validation. */
    record Share(double share) implements Validation {
        static final Setting SHARE = Setting.share("validation", 0);

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException unless from 0 to below 1
         */
        public Share {
            share = SHARE.require(share);
        }

        @Override
        public boolean isPresent() {
            return share > 0;
        }
    }

    /** Rows of their own. */
    record Separate(DataSource source) implements Validation {
        /** Requires a source. */
        public Separate {
            Objects.requireNonNull(source, "source");
        }

        @Override
        public boolean isPresent() {
            return true;
        }
    }
}
