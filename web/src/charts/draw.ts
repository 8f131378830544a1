import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { token } from '../tokens/theme';
import { spread } from './labels';
import { fromZero, type ChartPoints } from './points';

echarts.use([LineChart, BarChart, GridComponent, CanvasRenderer]);

const font = 'Inter Variable';
export const seriesColours = ['--c1', '--c2', '--c3', '--c4', '--c5', '--c0'];

export interface Drawing {
  draw(
    points: ChartPoints,
    kind: 'line' | 'bar',
    names: (string | null)[],
    number: (value: number) => string,
    label: (text: string | null) => string,
  ): void;
  /** the point under a place of the canvas, and where to show its tooltip line */
  at(x: number, y: number): { index: number; x: number; y: number } | null;
  place(index: number): { x: number; y: number };
  destroy(): void;
}

/** ECharts in the colours of the tokens, without its tooltip: that one writes inline styles, which the page's security policy blocks. */
export function makeDrawing(element: HTMLElement): Drawing {
  const chart = echarts.init(element, null, { renderer: 'canvas' });
  /** Names at the lines' ends do not lie on each other: ECharts moves labels apart, but not these. */
  const spreadNames = () => {
    const { height } = element.getBoundingClientRect(),
      ends = drawn.map((series, at) => ({ at, value: series.values.at(-1) })).filter(end => typeof end.value === 'number'),
      places = ends.map(end => chart.convertToPixel({ gridIndex: 0 }, [count - 1, end.value as number])[1]!),
      moved = spread(places, 13, height - 12),
      shifts = new Map(ends.map((end, k) => [end.at, moved[k]! - places[k]!]));
    chart.setOption({ series: drawn.map((_, at) => ({ endLabel: { offset: [0, shifts.get(at) ?? 0] } })) });
  };
  const observer = new ResizeObserver(() => {
    chart.resize();
    if (kind === 'line' && drawn.length > 1) spreadNames();
  });
  observer.observe(element);
  let kind: 'line' | 'bar' = 'line',
    count = 0,
    drawn: ChartPoints['series'] = [];
  return {
    draw(points, shape, names, number, label) {
      kind = shape;
      count = points.labels.length;
      drawn = points.series;
      const text = { color: token('--text-3'), fontSize: 11, fontFamily: font, hideOverlap: true };
      const labels = { type: 'category' as const, data: points.labels.map(label), axisLine: { show: false }, axisTick: { show: false } };
      const values = {
        type: 'value' as const,
        scale: kind === 'line' && !fromZero(points),
        splitNumber: 4,
        axisLabel: { ...text, formatter: number },
        splitLine: { lineStyle: { color: token('--grid') } },
      };
      const several = points.series.length > 1;
      chart.setOption(
        {
          animation: false,
          textStyle: { fontFamily: font },
          grid: {
            left: 12,
            right: kind === 'line' && several ? 130 : 24,
            top: 16,
            bottom: 8,
            outerBoundsMode: 'same',
            outerBoundsContain: 'axisLabel',
          },
          xAxis:
            kind === 'line'
              ? { ...labels, boundaryGap: false, axisLabel: { ...text, alignMinLabel: 'left', alignMaxLabel: 'right' } }
              : values,
          yAxis:
            kind === 'line'
              ? values
              : { ...labels, inverse: true, axisLabel: { ...text, color: token('--text-2'), width: 130, overflow: 'truncate' } },
          series: points.series.map((series, index) => {
            const color = token(series.other ? '--c0' : seriesColours[index % 5]!);
            if (kind === 'bar')
              return {
                type: 'bar' as const,
                data: series.values,
                stack: several ? 'all' : undefined,
                barMaxWidth: 18,
                itemStyle: { color, borderRadius: several ? 0 : [0, 3, 3, 0] },
              };
            return {
              type: 'line' as const,
              data: series.values,
              showSymbol: count <= 1,
              symbolSize: 5,
              connectNulls: false,
              lineStyle: { width: 2, color },
              itemStyle: { color },
              endLabel: {
                show: several,
                formatter: () => names[index] ?? '',
                color: token('--text-2'),
                fontSize: 11,
                distance: 6,
                width: 116,
                overflow: 'truncate' as const,
              },
            };
          }),
        },
        { notMerge: true },
      );
      if (kind === 'line' && several) spreadNames();
    },
    at(x, y) {
      if (!chart.containPixel({ gridIndex: 0 }, [x, y])) return null;
      const [a, b] = chart.convertFromPixel({ gridIndex: 0 }, [x, y]) as [number, number];
      const index = Math.round(kind === 'line' ? a : b);
      return index >= 0 && index < count ? { index, ...this.place(index) } : null;
    },
    place(index) {
      const [x, y] = chart.convertToPixel({ gridIndex: 0 }, kind === 'line' ? [index, 0] : [0, index]) as [number, number];
      return { x, y };
    },
    destroy() {
      observer.disconnect();
      chart.dispose();
    },
  };
}
