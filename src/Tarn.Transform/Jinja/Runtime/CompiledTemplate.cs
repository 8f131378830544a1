namespace Tarn.Transform.Jinja.Runtime;

/// <summary>A template as delegates.</summary>
/// <param name="Root">Writes the template.</param>
/// <param name="Blocks">Its blocks by name.</param>
/// <param name="Macros">Its top-level macros by name; each can be made alone, without running the template.</param>
internal sealed record CompiledTemplate(
    Action<TemplateContext, OutputBuffer> Root,
    IReadOnlyDictionary<string, BlockBody> Blocks,
    IReadOnlyDictionary<string, Func<TemplateContext, Macro>> Macros);
