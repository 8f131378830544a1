namespace Tarn.Transform.Jinja.Runtime;

/// <summary>A compiled block: writes itself with the given context.</summary>
internal sealed class BlockBody(string name, Action<TemplateContext, OutputBuffer, int> run)
{
    public string Name => name;

    /// <summary>The depth counts how often super() led here.</summary>
    public void Run(TemplateContext context, OutputBuffer output, int depth) => run(context, output, depth);
}
