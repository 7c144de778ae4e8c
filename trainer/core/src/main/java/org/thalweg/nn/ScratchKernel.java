package org.thalweg.nn;

/** A kernel with its own scratch memory. */
abstract class ScratchKernel implements Activation.Kernel {
    private final Activation activation;
    final float[] scratch;

    ScratchKernel(Activation activation, int numbers) {
        this.activation = activation;
        this.scratch = new float[numbers];
    }

    @Override
    public final Activation activation() {
        return activation;
    }
}
