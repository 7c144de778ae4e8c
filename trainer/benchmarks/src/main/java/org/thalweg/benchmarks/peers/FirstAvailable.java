package org.thalweg.benchmarks.peers;

/** A trainer, or a replacement if it is not available. */
final class FirstAvailable implements PeerTrainer {
    private final PeerTrainer other;
    private PeerTrainer current;

    FirstAvailable(PeerTrainer first, PeerTrainer other) {
        this.current = first;
        this.other = other;
    }

    @Override
    public String name() {
        return current.name();
    }

    @Override
    public Measured train(Request request) throws NotMeasuredException {
        if (current == other) {
            return other.train(request);
        }
        try {
            return current.train(request);
        } catch (NotMeasuredException first) {
            try {
                Measured measured = other.train(request);
                current = other;
                return measured;
            } catch (NotMeasuredException second) {
                throw new NotMeasuredException(
                        first.getMessage() + "; and of " + other.name() + ": " + second.getMessage());
            }
        }
    }
}
