namespace Tarn.Transform.Artifacts;

/// <summary>When a model was last built with success, whether or not it wrote rows.</summary>
/// <param name="Started">What was committed before this it has seen.</param>
/// <param name="Completed">Its own commit, if there was one, is before this.</param>
public readonly record struct BuildTime(DateTimeOffset Started, DateTimeOffset Completed);
