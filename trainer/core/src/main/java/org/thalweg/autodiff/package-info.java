/**
 * Formulas and their derivatives, by reverse-mode automatic differentiation.
 *
 * <p>Invariant: a {@link org.thalweg.autodiff.Formula} is immutable and knows no data; what changes is in a
 * {@link org.thalweg.autodiff.Workspace}, of which each thread has its own, and an element's value and gradient depend on
 * that element's inputs alone, to the bit.
 *
 * <h2>A formula is a list of small steps</h2>
 *
 * <p>To compute f(x) = x · sigmoid(2 x) one works out one value after the other, v₀, v₁, …, each by one operation on
 * earlier ones. Drawn with an arrow from each operand to what uses it, the steps are a graph. It has no loops, and a value
 * that is used twice, like x here, stands in it once.
 *
 * <h2>The chain rule, backwards</h2>
 *
 * <p>Call v̄ᵢ = ∂f/∂vᵢ the adjoint of vᵢ: by how much the result moves if vᵢ alone is moved a little, and everything after
 * it follows. vᵢ reaches the result only through the values vⱼ that use it, so the chain rule says
 *
 * <pre>
 *   v̄ᵢ = Σⱼ v̄ⱼ · ∂vⱼ/∂vᵢ        over all vⱼ that have vᵢ as an operand
 * </pre>
 *
 * <p>and the slope ∂vⱼ/∂vᵢ of one operation is known: the other factor for a product, s (1 − s) for a sigmoid s. The
 * result's own adjoint is 1. Going through the list from its end to its start, every adjoint is complete when it is met,
 * since all that uses a value stands behind it; its owner then adds v̄ⱼ · ∂vⱼ/∂vᵢ to each operand's. What arrives at a
 * variable is the derivative by that variable. At x = 1:
 *
 * <pre>
 *   forward, downwards              adjoint, upwards
 *   v₀ = x            1             v̄₀ = v̄₄ v₃ + v̄₂ v₁ = 0.880797 + 0.209987 = 1.090784 = f′(1)
 *   v₁ = 2            2             (a constant: nobody asks)
 *   v₂ = v₁ v₀        2             v̄₂ = v̄₃ v₃ (1 − v₃) = 0.104994
 *   v₃ = sigmoid v₂   0.880797      v̄₃ = v̄₄ v₀ = 1
 *   v₄ = v₀ v₃        0.880797      v̄₄ = 1
 * </pre>
 *
 * <p>x is used by v₂ and by v₄, and both contribute: that is the rule for products, derived without a special case.
 *
 * <h2>Why backwards</h2>
 *
 * <p>Forwards one would carry ∂vᵢ/∂x along with each value: right too, but a pass for every variable. One backward pass
 * gives the derivatives by all variables for a small multiple of the work of the values alone (at most 5 times, for
 * rational functions: Baur and Strassen 1983), whether there are two variables or a million; the price is to keep the
 * values until they are used again. Backpropagation through a network is this same pass, with layers for operations. Neither is it symbolic
 * differentiation, whose formulas repeat and grow, nor a difference quotient, which loses half of the digits.
 *
 * <h2>Over arrays</h2>
 *
 * <p>The list is walked once for each 1,024 elements, not once for each: a step is a loop over arrays that the processor
 * does many lanes at a time.
 *
 * <p>Sources: Linnainmaa 1970, "The representation of the cumulative rounding error of an algorithm as a Taylor expansion
 * of the local rounding errors" (master's thesis, in Finnish), the first description; Griewank and Walther 2008,
 * "Evaluating Derivatives", 2nd edition, chapter 3; Baydin, Pearlmutter, Radul and Siskind 2018, "Automatic
 * differentiation in machine learning: a survey" (JMLR 18).
 */
package org.thalweg.autodiff;
