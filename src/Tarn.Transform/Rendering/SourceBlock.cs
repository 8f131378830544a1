namespace Tarn.Transform.Rendering;

/// <summary>A block of a macro, test, snapshot or docs file.</summary>
/// <param name="Kind">The tag: macro, test, materialization, docs, snapshot.</param>
/// <param name="Name">The block's own name.</param>
/// <param name="Text">From the opening tag to the end of the closing one.</param>
/// <param name="Contents">What stands between the tags.</param>
/// <param name="Head">The rest of the opening tag after the name.</param>
public sealed record SourceBlock(string Kind, string Name, string Text, string Contents, string Head);
