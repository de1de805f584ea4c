import { mount } from 'svelte';
import { seal } from './api';
import App from './App.svelte';
import './styles';

seal(window as Parameters<typeof seal>[0]);
const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
mount(App, { target });
