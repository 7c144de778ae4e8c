package org.thalweg.jobs.config;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Labelled;

/** A choice of the core's, as a word of job files. */
record Word<T>(Choice<T> choice) implements Labelled {

    static <T> List<Word<T>> of(List<Choice<T>> choices) {
        return choices.stream().map(Word::new).toList();
    }

    @Override
    public String name() {
        return choice.name();
    }

    @Override
    public String label() {
        return choice.name();
    }
}
