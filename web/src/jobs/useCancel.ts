import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cancelJob } from '../api/jobs';

export function useCancel() {
  const client = useQueryClient();
  return useMutation({ mutationFn: cancelJob, onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }) });
}
export type Cancel = ReturnType<typeof useCancel>;
